"""Programs that try to pass without solving, to break out, to exhaust, or to leave things behind.

Each defines `add`, or tries to do without. None of them adds, so none may pass; those of
`overspent` add, but too late.
"""

from tests.hostile.bombs import BOMBS
from tests.hostile.clutter import CLUTTER
from tests.hostile.devices import DEVICES
from tests.hostile.escapes import ESCAPES
from tests.hostile.forgeries import FORGERIES
from tests.hostile.frames import FRAMES
from tests.hostile.hooks import HOOKS
from tests.hostile.in_flight import IN_FLIGHT
from tests.hostile.kernel_calls import KERNEL_CALLS
from tests.hostile.leftovers import LEFTOVERS, WAITS
from tests.hostile.machine_code import MACHINE_CODE
from tests.hostile.misbehaving import MISBEHAVING
from tests.hostile.neighbours import NEIGHBOURS
from tests.hostile.overspent import OVERSPENT, OVERSPENT_SCRIPTS
from tests.hostile.patches import PATCHES
from tests.hostile.problem import HONEST, HONEST_SCRIPT, ODD_BUT_RIGHT, PROBLEM, SCRIPT_PROBLEM
from tests.hostile.processes import PROCESSES
from tests.hostile.scripts import SCRIPTS as _SCRIPTS
from tests.hostile.sockets import SOCKETS
from tests.hostile.streams import STREAMS
from tests.hostile.thieves import SCRIPT_THIEVES, THIEVES
from tests.hostile.tricks import TRICKS

_FAMILIES = (
    *(FORGERIES, ESCAPES, BOMBS, LEFTOVERS, WAITS, TRICKS, THIEVES, OVERSPENT, IN_FLIGHT),
    *(NEIGHBOURS, KERNEL_CALLS, MACHINE_CODE, CLUTTER, SOCKETS, FRAMES, MISBEHAVING, HOOKS),
    *(PATCHES, PROCESSES, DEVICES),
)
_SCRIPT_FAMILIES = (_SCRIPTS, SCRIPT_THIEVES, OVERSPENT_SCRIPTS, STREAMS)

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
