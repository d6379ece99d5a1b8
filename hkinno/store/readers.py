"""What reads a file of events, by its shape."""

from hkinno.store.lines import Lines
from hkinno.store.whole import Whole

Reader = Lines | Whole
