"""Names of files that visitors download."""

import re

_LONGEST = 60


def file_name(study: str) -> str:
    """Return a study's id as a part of a file's name."""
    return re.sub(r"[^\w.-]+", "-", study, flags=re.ASCII).strip("-.")[:_LONGEST] or "study"
