"""JavaScript modules as one text: Streamlit takes a component's script so, and serves no others."""

import re
from collections.abc import Iterable
from pathlib import Path


def joined(modules: Iterable[Path]) -> str:
    """Return modules as one script.

    Each imports, in single lines, from those before it, so without the words that join them they
    stand in one scope: what is declared at the top of a module has a name of its own.
    """
    text = "".join(module.read_text(encoding="utf-8") for module in modules)
    return re.sub(r"^import\b.*\n|^export\s(?!default)", "", text, flags=re.MULTILINE)
