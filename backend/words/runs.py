"""What became of runs: imported, removed, drawn or published, in words."""

from backend.records.added import Added

PUBLISHED = "published: `make app` shows it"


def added(found: Added, *, appended: bool, fenced: bool) -> str:
    """Return what was imported, and what to mind about it, a line each.

    Args:
        found: what was imported.
        appended: whether there were samples already.
        fenced: whether they look like chat answers, and were taken for something else.
    """
    now = f", which has {found.total} now" if appended else ""
    lines = [f"{found.samples} samples imported as {found.run_id}{now}"]
    if fenced:
        lines.append(
            "most of them hold fences: chat answers want --form chat, and --replace puts it right"
        )
    if found.halves:
        lines.append(
            f"{found.halves} of them hold U+FFFD: half a character, as a token limit leaves it"
        )
    return "\n".join(lines)


def samples_of(count: int, model: str | None, study: str) -> str:
    """Return how many samples of a study are meant, of one model or of all."""
    return f"{count} samples of {model or 'all models'} in {study}"


def asks_to_remove(what: str) -> str:
    """Return the question before samples are removed."""
    return f"Remove {what}, for good?"


def removed(what: str) -> str:
    """Return what was removed."""
    return f"{what} removed"


def drawn(study: str, count: int) -> str:
    """Return how many samples of a study were drawn just now."""
    return f"{study}: {count} samples drawn"
