"""Programs that try to pass without solving, to break out, to exhaust, or to leave things behind.

Each defines `add`, or tries to do without. None of them adds, so none may pass; those of
`overspent` add, but too late.
"""

from tests.programs.bombs import BOMBS
from tests.programs.clutter import CLUTTER
from tests.programs.devices import DEVICES
from tests.programs.escapes import ESCAPES
from tests.programs.forgeries import FORGERIES
from tests.programs.frames import FRAMES
from tests.programs.hooks import HOOKS
from tests.programs.in_flight import IN_FLIGHT
from tests.programs.kernel_calls import KERNEL_CALLS
from tests.programs.leftovers import LEFTOVERS, WAITS
from tests.programs.machine_code import MACHINE_CODE
from tests.programs.misbehaving import MISBEHAVING
from tests.programs.neighbours import NEIGHBOURS
from tests.programs.overspent import OVERSPENT, OVERSPENT_SCRIPTS
from tests.programs.patches import PATCHES
from tests.programs.problem import HONEST, HONEST_SCRIPT, ODD_BUT_RIGHT, PROBLEM, SCRIPT_PROBLEM
from tests.programs.processes import PROCESSES
from tests.programs.scripts import SCRIPTS as _SCRIPTS
from tests.programs.signs import SCRIPT_SIGNS, SIGNS
from tests.programs.sockets import SOCKETS
from tests.programs.streams import STREAMS
from tests.programs.thieves import SCRIPT_THIEVES, THIEVES
from tests.programs.tricks import TRICKS

_FAMILIES = (
    *(FORGERIES, ESCAPES, BOMBS, LEFTOVERS, WAITS, TRICKS, THIEVES, OVERSPENT, IN_FLIGHT),
    *(NEIGHBOURS, KERNEL_CALLS, MACHINE_CODE, CLUTTER, SOCKETS, FRAMES, MISBEHAVING, HOOKS),
    *(PATCHES, PROCESSES, DEVICES, SIGNS),
)
_SCRIPT_FAMILIES = (_SCRIPTS, SCRIPT_THIEVES, OVERSPENT_SCRIPTS, STREAMS, SCRIPT_SIGNS)

CORPUS = {name: program for family in _FAMILIES for name, program in family.items()}
SCRIPTS = {name: program for family in _SCRIPT_FAMILIES for name, program in family.items()}

__all__ = [
    "CORPUS",
    "ESCAPES",
    "FORGERIES",
    "HONEST",
    "HONEST_SCRIPT",
    "KERNEL_CALLS",
    "ODD_BUT_RIGHT",
    "OVERSPENT",
    "OVERSPENT_SCRIPTS",
    "PROBLEM",
    "SCRIPTS",
    "SCRIPT_PROBLEM",
    "TRICKS",
]
