"""What the dashboard and its pages are called."""

DASHBOARD = "Budgetscope"
EXPLORE = "Explore"
PAIRS = "Pairs"
REALLOCATE = "Spend a budget"
SELECTION = "Selection"
PROBLEMS = "Problems"
COSTS = "Costs"
DESCRIPTION = (
    "One answer of a large code model, or many of a small one? Drag a budget over real data and "
    "see which is the better buy, by how much, and how sure that is."
)


def compared(small: str, large: str, study: str) -> str:
    """Return the title of a comparison."""
    return f"{small} or {large} on {study}? {DASHBOARD}"


def of_problem(problem: str, study: str) -> str:
    """Return the title of a problem's answers."""
    return f"{problem} of {study}. {DASHBOARD}"


def of_page(page: str, study: str) -> str:
    """Return the title of a page that shows a study."""
    return f"{page}: {study}. {DASHBOARD}"
