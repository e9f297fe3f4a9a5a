"""What is said of the data files while they are made, and where they cannot be."""


def building(step: str) -> str:
    """Return what is being done before there is anything to show."""
    return f"Building the data file, once, in a few seconds: {step}"


def waiting(held: str) -> str:
    """Return what is waited for; `held` says who holds it."""
    return f"{held}. This page is waiting for it."


def not_built(reason: str) -> str:
    """Return why there is nothing to show."""
    return f"the data file could not be built: {reason}"


def not_rebuilt(reason: str) -> str:
    """Return why what is shown is not the newest."""
    return f"The shipped data changed, but the data file could not be rebuilt: {reason}"
