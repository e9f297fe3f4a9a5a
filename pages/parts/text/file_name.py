"""What files are called that are downloaded."""

import re


def file_name(study: str, about: str) -> str:
    """Return the name of a CSV file about a study."""
    plain = re.sub(r"[^\w.-]+", "-", study, flags=re.ASCII).strip("-.")[:60]
    return f"{plain or 'study'}-{about}.csv"
