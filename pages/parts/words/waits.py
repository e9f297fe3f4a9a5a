"""What a host's log says of visits."""


def line(page: str, seconds: float, visit: str, *, is_first: bool, is_whole: bool) -> str:
    """Return how long a visit waited for a page, and whether it was its first and drawn whole."""
    first = ", first" if is_first else ""
    end = "" if is_whole else ", not drawn to its end"
    return f"wait: {seconds:.2f} s for {page}, visit {visit}{first}{end}"
