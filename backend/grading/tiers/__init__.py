"""The sandboxes that boxes are made of."""

from enum import StrEnum


class Tier(StrEnum):
    """What holds a box together; stored with every verdict."""

    BUBBLEWRAP = "bubblewrap"
    PODMAN = "podman"
    UNSAFE_LOCAL = "unsafe-local"  # nothing does: only ever by explicit choice
