"""What the dashboard and its pages are called."""

DASHBOARD = "Budgetscope"
EXPLORE = "Explore"
SELECTION = "Selection"
PROBLEMS = "Problems"
