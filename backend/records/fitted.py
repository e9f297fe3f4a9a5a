"""How a study's measured times compare with a data sheet's."""

from dataclasses import dataclass

from backend.maths.time_fit import TimeFit


@dataclass(frozen=True)
class Fitted:
    """How a study's measured times compare with those of the machine that is assumed.

    `measured_on` says what they were measured on, in the words of who did.
    """

    fit: TimeFit
    measured_on: str
