"""The user's state folder: what is kept beside stores, named by where these are."""

import hashlib
import os

from hkinno.errors import HkinnoError


def state_file(kind: str, *stores: str) -> str:
    """Where something of this kind is kept for a store, or for several together.

    Raises HkinnoError if there is no such folder.
    """
    from platformdirs import user_state_dir

    try:
        folder = user_state_dir("hkinno")
    except RuntimeError:  # how it says that nothing tells where home is
        folder = ""
    if not os.path.isabs(folder):
        raise HkinnoError(f"there is no home folder to keep the {kind} in")
    places = b"\0".join(os.fsencode(os.path.realpath(store)) for store in stores)
    return os.path.join(folder, kind, f"{hashlib.sha256(places).hexdigest()[:32]}.json")
