"""What APPS's own harness imports before every program, so that programs rely on it.

Only what a program mentions is imported: all of it would take longer than most programs run.
"""

import ast
import re

from backend.benchmarks.python_text import parsed

_MODULES = "sys time itertools collections math fractions random heapq".split()
_NAMES = {
    "itertools": "accumulate product permutations combinations",
    "collections": "Counter OrderedDict deque defaultdict ChainMap",
    "functools": "lru_cache",
    "math": "sqrt sin cos tan ceil fabs floor gcd exp log log2",
    "typing": "List Tuple",
    "heapq": "heappush heappop heapify heapreplace heappushpop merge nlargest nsmallest",
}
# Where numpy is missing, `np` may still be a name of the program's own.
_NUMPY = "try:\n    import numpy as np\nexcept ImportError:\n    pass"
_STATEMENTS = {
    **{module: f"import {module}" for module in _MODULES},
    **{
        name: f"from {module} import {name}"
        for module, names in _NAMES.items()
        for name in names.split()
    },
    "np": _NUMPY,
}


def with_imports(program: str) -> str:
    """Return a program with the harness's imports before it, those that it mentions."""
    mentioned = set(re.findall(r"\w+", program))
    given = [line for name, line in _STATEMENTS.items() if name in mentioned]
    if not given:
        return program
    lines = program.split("\n")
    place = _after_future(program)
    return "\n".join([*lines[:place], *given, *lines[place:]])


def _after_future(program: str) -> int:
    """Return the line behind a program's imports from __future__, which must come first."""
    if "__future__" not in program:
        return 0
    tree = parsed(program)
    ends = [
        node.end_lineno or 0
        for node in (tree.body if tree else ())
        if isinstance(node, ast.ImportFrom) and node.module == "__future__"
    ]
    return max(ends, default=0)
