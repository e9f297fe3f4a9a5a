"""Links live long: each of these was once in an address bar, and opens the same view for ever.

They are the links of the tests, the documents' pictures and the benchmarks as they were when the
view got its table, and one that sets all there was to set. Never change one: add to them.
"""

import datetime as dt
from typing import Any
from urllib.parse import parse_qs

import pytest

from backend.maths.assumptions import BudgetKind
from backend.records.question import MaxK
from backend.records.samples import Listed, Show
from backend.store.snapshot.snapshot import Snapshot
from pages.parts.view import link
from pages.parts.view.view import View

HUMANEVAL = {"study": "paper-humaneval", "small": "Code Llama 13B", "large": "Code Llama 70B"}
MBPP = {"study": "paper-mbpp", "small": "Code Llama 13B", "large": "Code Llama 70B"}
EVALPERF = {
    "study": "evalperf",
    "small": "deepseek-ai/deepseek-coder-6.7b-instruct",
    "large": "deepseek-ai/deepseek-coder-33b-instruct",
}
CODEGEN = {
    "study": "codegen-16b-humaneval",
    "small": "CodeGen-Mono-16B",
    "large": "CodeGen-Mono-16B",
}
LIVECODEBENCH = {
    "study": "livecodebench-2024-06",
    "small": "DSCoder-6.7b-Ins",
    "large": "DSCoder-33b-Ins",
}
MINIATURE = {"study": "miniature", "small": "mini 0.6M", "large": "mini 10M"}
SAMPLES = {"budget_kind": BudgetKind.SAMPLES}
MINI = "study=miniature&small=mini+0.6M&large=mini+10M"
CODEGEN_LINK = "study=codegen-16b-humaneval&small=CodeGen-Mono-16B&large=CodeGen-Mono-16B"

LINKS: dict[str, dict[str, Any]] = {
    "": HUMANEVAL,
    "study=paper-humaneval&small=Code+Llama+13B&large=Code+Llama+70B&by=flops&budget=17.6": {
        **HUMANEVAL,
        "budget": 17.6,
    },
    "budget=5": {**HUMANEVAL, "budget": 5.0},
    "study=paper-humaneval&large=Llama-3+70B&by=time": {
        **HUMANEVAL,
        "large": "Llama-3 70B",
        "budget_kind": BudgetKind.TIME,
    },
    "study=paper-humaneval&large=Llama-3+70B&budget=17.79": {
        **HUMANEVAL,
        "large": "Llama-3 70B",
        "budget": 17.79,
    },
    "study=paper-humaneval&small=Code+Llama+13B&large=Llama-3+70B&by=time&stand_ins=on": {
        **HUMANEVAL,
        "large": "Llama-3 70B",
        "budget_kind": BudgetKind.TIME,
        "stand_ins": True,
    },
    "study=paper-humaneval&small=Code+Llama+70B&large=Code+Llama+13B": {
        "study": "paper-humaneval",
        "small": "Code Llama 70B",
        "large": "Code Llama 13B",
    },
    "study=paper-mbpp&small=Code+Llama+13B&large=Code+Llama+70B&by=samples&budget=40": {
        **MBPP,
        **SAMPLES,
        "budget": 40.0,
    },
    "study=evalperf": EVALPERF,
    "study=evalperf&also=Qwen%2FQwen2.5-7B-Instruct": {
        **EVALPERF,
        "further": ("Qwen/Qwen2.5-7B-Instruct",),
    },
    "study=evalperf&large=gpt-4o-2024-08-06&by=samples": {
        **EVALPERF,
        **SAMPLES,
        "large": "gpt-4o-2024-08-06",
    },
    "study=evalperf&large=gpt-4o-2024-08-06&by=dollars&price=gpt-4o-2024-08-06%3D10": {
        **EVALPERF,
        "large": "gpt-4o-2024-08-06",
        "budget_kind": BudgetKind.DOLLARS,
        "prices": (("gpt-4o-2024-08-06", 10.0),),
    },
    "study=livecodebench-2024-04": LIVECODEBENCH,
    "study=livecodebench-2024-04&from=2029-01-01": {
        **LIVECODEBENCH,
        "since": dt.date(2029, 1, 1),
    },
    "study=livecodebench-2024-04&small=DSCoder-1.3b-Ins&large=CodeQwen15-7B-Chat"
    "&also=DSCoder-6.7b-Ins&also=DSCoder-33b-Ins&by=time&budget=0.2&difficulty=easy"
    "&difficulty=medium&from=2023-09-01&max_k=n&bands=off&tokens=400&gpu=H100+SXM&batch=16": {
        "study": "livecodebench-2024-06",
        "small": "DSCoder-1.3b-Ins",
        "large": "CodeQwen15-7B-Chat",
        "further": ("DSCoder-6.7b-Ins", "DSCoder-33b-Ins"),
        "budget_kind": BudgetKind.TIME,
        "budget": 0.2,
        "difficulty": ("easy", "medium"),
        "since": dt.date(2023, 9, 1),
        "max_k": MaxK.ALL,
        "bands": False,
        "tokens": 400,
        "gpu": "H100 SXM",
        "batch": 16,
    },
    "study=codegen-16b-humaneval": CODEGEN,
    "study=codegen-16b-humaneval&by=time": {**CODEGEN, "budget_kind": BudgetKind.TIME},
    "study=codegen-16b-humaneval&by=samples&budget=20": {**CODEGEN, **SAMPLES, "budget": 20.0},
    f"{CODEGEN_LINK}&by=samples&budget=20&select=ranker%3Alength-long": {
        **CODEGEN,
        **SAMPLES,
        "budget": 20.0,
        "ranker": "length-long",
    },
    f"{CODEGEN_LINK}&by=samples&budget=20&select=ranker%3Acodet": {
        **CODEGEN,
        **SAMPLES,
        "budget": 20.0,
        "ranker": "codet",
    },
    f"{CODEGEN_LINK}&by=time&budget=0.6&ranker_cost=off&select=unit-tests": {
        **CODEGEN,
        "budget_kind": BudgetKind.TIME,
        "budget": 0.6,
        "ranker_cost": False,
    },
    "study=miniature": MINIATURE,
    "study=miniature&by=samples&budget=13": {**MINIATURE, **SAMPLES, "budget": 13.0},
    f"{MINI}&by=flops&budget=0.00258&length=measured": {
        **MINIATURE,
        "budget": 0.00258,
        "measured_tokens": True,
    },
    f"{MINI}&difficulty=easy": {**MINIATURE, "difficulty": ("easy",)},
    f"{MINI}&difficulty=hard": {**MINIATURE, "difficulty": ("hard",)},
    f"{MINI}&by=samples": {**MINIATURE, **SAMPLES},
    f"{MINI}&problem=mini%2Fhard%2F07": {**MINIATURE, "problem": "mini/hard/07"},
    f"{MINI}&by=flops&problem=mini%2Fhard%2F07&show=passed": {
        **MINIATURE,
        "problem": "mini/hard/07",
        "show": Show.PASSED,
    },
    f"{MINI}&by=flops&problem=mini%2Fhard%2F31&only=small&sort=-mini+3M&find=word": {
        **MINIATURE,
        "problem": "mini/hard/31",
        "listed": Listed.SMALL,
        "sort": "-mini 3M",
        "find": "word",
    },
    f"{MINI}&by=samples&budget=13&problem=mini%2Fhard%2F13&order=own-nll": {
        **MINIATURE,
        **SAMPLES,
        "budget": 13.0,
        "problem": "mini/hard/13",
        "order": "own-nll",
    },
    "study=livecodebench-2024-04&small=DSCoder-6.7b-Ins&large=DSCoder-33b-Ins&by=dollars"
    "&budget=0.001&also=CodeQwen15-7B-Chat&unit=relative&max_k=n&bands=off&difficulty=hard"
    "&platform=leetcode&from=2023-09-01&to=2024-01-01&tokens=300&attention=on&stand_ins=on"
    "&gpu=H100+SXM&gpus=2&batch=32&bytes=0.5&price=DSCoder-6.7b-Ins%3D0.3"
    "&price=DSCoder-33b-Ins%3D1.25&show=failed&ranker_cost=off&utm_source=mail": {
        **LIVECODEBENCH,
        "budget_kind": BudgetKind.DOLLARS,
        "budget": 0.001,
        "further": ("CodeQwen15-7B-Chat",),
        "relative": True,
        "max_k": MaxK.ALL,
        "bands": False,
        "difficulty": ("hard",),
        "platform": ("leetcode",),
        "since": dt.date(2023, 9, 1),
        "until": dt.date(2024, 1, 1),
        "tokens": 300,
        "attention": True,
        "stand_ins": True,
        "gpu": "H100 SXM",
        "gpu_count": 2,
        "batch": 32,
        "bytes_per_weight": 0.5,
        "prices": (("DSCoder-33b-Ins", 1.25), ("DSCoder-6.7b-Ins", 0.3)),
        "show": Show.FAILED,
        "ranker_cost": False,
    },
}

# What such a link once asked for is not there: the view, and what is told.
BAD: dict[str, tuple[dict[str, Any], list[str]]] = {
    "study=paper-humanevil&budget=abc&also=GPT-9": (
        HUMANEVAL,
        ["unknown study 'paper-humanevil'", "budget=abc in the link", "also=GPT-9 in the link"],
    ),
    "study=evalperf&large=gpt-4o-2024-08-06": (EVALPERF, ["has not published its size"]),
    "study=evalperf&only=fooled&sort=-GPT-9": (
        EVALPERF,
        ["no list 'fooled'", "sorted by '-GPT-9'"],
    ),
    "small=Code+Llama+70B": (
        {**HUMANEVAL, "small": "Code Llama 70B", "large": "Code Llama 13B"},
        ["cannot be compared with itself"],
    ),
}


@pytest.mark.parametrize("query", LINKS)
def test_an_old_link_opens_the_view_that_it_always_did(snapshot: Snapshot, query: str) -> None:
    assert link.read(parse_qs(query), snapshot) == (View(**LINKS[query]), [])


@pytest.mark.parametrize("query", BAD)
def test_an_old_link_that_was_wrong_still_tells(snapshot: Snapshot, query: str) -> None:
    expected, told = BAD[query]
    view, notes = link.read(parse_qs(query), snapshot)
    assert view == View(**expected)
    assert len(notes) == len(told)
    for each in told:
        assert any(each in note for note in notes)
