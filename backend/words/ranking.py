"""What came of ranking, in words."""

from backend.records.ranked import RankedStudy


def ranked_study(found: RankedStudy) -> str:
    """Return what was refused and made anew, a line each, and how many samples are scored."""
    why = (
        "as --again asks"
        if found.again
        else "they were made with other tests, or nobody recorded with which"
    )
    refused = (
        f"{found.refused} of {found.tests} generated tests are refused: they hold more than "
        "literals, calls of the problem's function and pure builtins"
    )
    parts = (
        f"{count} scored by {name} ({found.now.get(name, 0)} just now)"
        for name, count in found.scored.items()
    )
    lines = [
        *([refused] if found.refused else []),
        *(
            f"{count} scores by {name} in {found.study} are made anew: {why}"
            for name, count in found.forgotten.items()
        ),
        f"{found.samples} samples of {found.study}: {', '.join(parts)}",
    ]
    return "\n".join(lines)
