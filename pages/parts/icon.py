"""The dashboard's icon, as an address that holds all of it: a file would be read at each run."""

from base64 import b64encode
from functools import cache
from pathlib import Path


@cache
def icon() -> str:
    """Return the icon for a browser's tab."""
    drawn = Path(__file__).with_suffix(".svg").read_bytes()
    return "data:image/svg+xml;base64," + b64encode(drawn).decode()
