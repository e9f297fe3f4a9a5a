"""The only door for pages: what is asked of a study, and typed answers to it."""

from backend.catalogue import gpus
from backend.store.following import Following
from backend.store.studies import Studies

__all__ = ["Following", "Studies", "gpus"]
