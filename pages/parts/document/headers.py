"""What an answer tells browsers that they may do with it: as little as the pages need."""

import base64
import hashlib
import os
from collections.abc import Sequence
from functools import cache
from urllib.parse import parse_qs

Headers = Sequence[tuple[str, str]]

EVERY: Headers = (
    ("x-content-type-options", "nosniff"),
    ("content-security-policy", "frame-ancestors 'self'"),
)
"""Of each answer that does not say otherwise."""

_FRAMES = "BUDGETSCOPE_FRAMES"


def is_embedded(page: str, parameters: str) -> bool:
    """Return whether a link is one for frames in pages of others: of the chart, on Explore."""
    return not page and parse_qs(parameters).get("embed", [""])[-1].lower() == "true"


def of_document(*, embedded: bool, scripts: Sequence[str]) -> Headers:
    """Return the headers of a document.

    Args:
        embedded: whether anybody may frame it.
        scripts: the texts of all scripts that stand in it.
    """
    frames = "" if embedded else _frames()
    return (
        ("content-security-policy", _policy(tuple(scripts), frames)),
        ("referrer-policy", "same-origin"),
        ("permissions-policy", "camera=(), geolocation=(), microphone=(), payment=(), usb=()"),
        ("cross-origin-opener-policy", "same-origin"),
    )


def _frames() -> str:
    """Return who may frame any page: the host itself, and whom $BUDGETSCOPE_FRAMES names."""
    return f"'self' {os.environ.get(_FRAMES, '')}".strip()


@cache
def _policy(scripts: tuple[str, ...], frames: str) -> str:
    own = " ".join(f"'sha256-{_digest(script)}'" for script in scripts)
    rules = {
        "default-src": "'self'",
        # Streamlit loads a component's script from an address that it makes of its text.
        "script-src": f"'self' blob: {own}",
        # Its styles, and plotly's, are written by scripts.
        "style-src": "'self' 'unsafe-inline'",
        "img-src": "'self' data: blob:",
        "font-src": "'self' data:",
        "connect-src": "'self'",
        "worker-src": "'self' blob:",
        "object-src": "'none'",
        "base-uri": "'self'",
        "form-action": "'self'",
    }
    if frames:  # "*" would leave out pages that are opened from a disk
        rules["frame-ancestors"] = frames
    return "; ".join(f"{name} {allowed}" for name, allowed in rules.items())


def _digest(script: str) -> str:
    return base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
