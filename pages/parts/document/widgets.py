"""The scripts of what nearly every page has: Streamlit would fetch each when it first meets it."""

import re
from functools import cache
from pathlib import Path

import streamlit

_ELEMENTS = (
    *("BidiComponent", "Button", "ButtonGroup", "Checkbox", "DownloadButton", "Html"),
    *("Multiselect", "NumberInput", "PageLink", "Selectbox", "TextInput"),
)
_STATIC = Path(streamlit.__file__).parent / "static"
_NAMED = re.compile(r"static/js/([\w.-]+\.js)")
_IMPORTED = re.compile(r"""(?:from|import)["']\./([\w.-]+\.js)["']""")


@cache
def named() -> frozenset[str]:
    """Return the names of the scripts that Streamlit's document itself asks for."""
    return frozenset(_NAMED.findall((_STATIC / "index.html").read_text("utf-8")))


@cache
def scripts() -> tuple[str, ...]:
    """Return the names of the files, and of those that they import, but for the document's own."""
    folder = _STATIC / "static" / "js"
    found = set(named())
    wanted: list[str] = []
    ahead = [path.name for name in _ELEMENTS for path in folder.glob(f"{name}.*.js")]
    while ahead:
        name = ahead.pop()
        if name not in found:
            found.add(name)
            wanted.append(name)
            ahead += _IMPORTED.findall((folder / name).read_text("utf-8"))
    return tuple(sorted(wanted))
