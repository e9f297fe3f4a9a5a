"""A plan as a program that follows it, and as data."""

import json

from backend.plain_text import one_line
from backend.records.allocation import Allocation

_HEAD = '''"""Draw answers by a plan and test them, from a server that speaks OpenAI's protocol.

Put your own test into `passes`, set OPENAI_BASE_URL and OPENAI_API_KEY, and call `solve`.
"""

import json
import os
import urllib.request

'''

_BODY = '''

def passes(prompt, answer):
    """Return whether an answer is right: run your tests, in a sandbox."""
    raise NotImplementedError


def draw(model, prompt, count):
    """Return so many answers of a model."""
    asked = {
        "model": model,
        "messages": [{"role": "user", "content": prompt}],
        "n": count,
        "temperature": TEMPERATURE,
    }
    request = urllib.request.Request(
        os.environ.get("OPENAI_BASE_URL", "http://localhost:8000/v1") + "/chat/completions",
        json.dumps(asked).encode(),
        {
            "Content-Type": "application/json",
            "Authorization": "Bearer " + os.environ.get("OPENAI_API_KEY", ""),
        },
    )
    with urllib.request.urlopen(request) as reply:
        return [choice["message"]["content"] for choice in json.load(reply)["choices"]]

'''

_STOPPING = '''
def solve(prompt):
    """Return the first answer that passes, None where none does."""
    for model, most in PLAN:
        for _ in range(most):
            (answer,) = draw(model, prompt, 1)
            if passes(prompt, answer):
                return answer
    return None
'''

_ALL = '''
def solve(prompt):
    """Return an answer that passes, None where none does; all are drawn first."""
    answers = [answer for model, count in PLAN for answer in draw(model, prompt, count)]
    return next((answer for answer in answers if passes(prompt, answer)), None)
'''


def program(found: Allocation, drawn: str) -> str:
    """Return a Python program that follows the best plan; it needs the standard library only.

    `drawn` says how the study's samples were.
    """
    parts = "".join(f"    ({part.model!r}, {part.k}),\n" for part in found.best.parts)
    plan = f"PLAN = [\n{parts}]\n"
    plan += f"# The study's samples: {one_line(drawn)}. Draw yours alike.\nTEMPERATURE = 0.8\n"
    return _HEAD + plan + _BODY + (_STOPPING if found.stops else _ALL)


def plan_json(found: Allocation) -> str:
    """Return the best plan as data."""
    best = found.best
    return json.dumps(
        {
            "study": found.study,
            "stop_at_first_pass": found.stops,
            "picked_by": found.ranker or "tests",
            "parts": [{"model": part.model, "most_answers": part.k} for part in best.parts],
            "expected": {
                "solved_percent": best.score,
                "cost": best.cost,
                "worst_cost": best.worst_cost,
                "unit": found.unit,
                "problems": found.n_problems,
            },
        },
        indent=2,
        ensure_ascii=False,
    )
