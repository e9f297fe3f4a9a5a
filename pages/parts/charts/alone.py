"""How a component of ours is told what to draw."""

from typing import TypeVar

_Message = TypeVar("_Message")


def alone(message: _Message) -> list[_Message]:
    """Return the data of a component: a list of the message alone.

    In a mapping Streamlit looks for tables, and imports pandas to know one: a second of the first
    visitor's wait, and 90 MB.
    """
    return [message]
