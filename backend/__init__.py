"""Budgetscope's backend: estimators, costs, curves, the store and the command line."""
