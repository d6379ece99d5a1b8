"""A module that is no format."""
