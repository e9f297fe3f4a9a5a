"""The program in a chat model's answer: a table of the forms in which answers come."""

import pytest

from backend.benchmarks import humaneval
from backend.benchmarks.code_block import code_block
from backend.benchmarks.programs import program_of

GOOD = "def twice(n):\n    return 2 * n\n"
DRAFT = "def twice(n):\n    return n + n + 1\n"
PROBLEM = humaneval.problem(
    {
        "task_id": "T/0",
        "prompt": 'import math\n\n\ndef twice(n):\n    """Give the double of n."""\n',
        "entry_point": "twice",
        "test": "def check(candidate):\n    assert candidate(4) == 8\n",
    }
)


def fenced(code: str, language: str = "python", fence: str = "```") -> str:
    return f"{fence}{language}\n{code}{fence}\n"


def line(code: str, language: str = "python") -> str:
    return fenced(f"{code}\n", language)


def indented(text: str, by: str) -> str:
    return "".join(f"{by}{line}\n" for line in text.splitlines())


FORMS = {
    "one block": f"Of course!\n\n{fenced(GOOD)}\nIt doubles.",
    "no language": fenced(GOOD, ""),
    "no prose": fenced(GOOD),
    "a space before the language": fenced(GOOD, " python"),
    "capitals": fenced(GOOD, "Python"),
    "a version": fenced(GOOD, "python3"),
    "short for it": fenced(GOOD, "py"),
    "pandoc's braces": fenced(GOOD, "{.python .numberLines}"),
    "a title behind the language": fenced(GOOD, 'python title="twice.py"'),
    "a file's name": fenced(GOOD, "twice.py"),
    "a wrong language": fenced(GOOD, "text"),
    "tildes": fenced(GOOD, "python", "~~~"),
    "four backticks": fenced(GOOD, "python", "````"),
    "windows' line ends": fenced(GOOD).replace("\n", "\r\n"),
    "old line ends": fenced(GOOD).replace("\n", "\r"),
    "spaces behind the fences": fenced(GOOD).replace("python\n", "python  \n") + "  ",
    "never closed": f"Here:\n```python\n{GOOD}",
    "closed at the end of the code": f"```python\n{GOOD.rstrip()}```\nThat is all.",
    "opened at the end of the prose": f"Here it is: ```python\n{GOOD}```",
    "on one line": "```def twice(n): return 2 * n```",
    "on one line, with the language": "```python def twice(n): return 2 * n```",
    "in a list": f"1. Double it:\n\n{indented(fenced(GOOD), '   ')}\n2. Done.",
    "behind a list's marker": f"- ```python\n{indented(GOOD, '  ')}  ```\n",
    "indented by a tab": indented(fenced(GOOD), "\t"),
    "only the code is indented": fenced(indented(GOOD, "    ")),
    "only the fences are indented": f"   ```python\n{GOOD}   ```\n",
    "in a quotation": indented(fenced(GOOD), "> "),
    "a draft first": f"First try:\n{fenced(DRAFT)}No: that is odd.\n{fenced(GOOD)}",
    "a draft in another form first": f"{fenced(DRAFT, '')}Better:\n{fenced(GOOD)}",
    "a whole draft, then cut": f"{fenced(GOOD)}Faster:\n```python\ndef twice(n):\n    return (n",
    "thoughts with a draft": f"<think>\nSo\n{fenced(DRAFT)}hm.\n</think>\n{fenced(GOOD)}",
    "thoughts begun in the prompt": f"Hm,\n{fenced(DRAFT)}no.\n</think>\n{fenced(GOOD)}",
    "thoughts after which nothing is fenced": f"<think>{fenced(DRAFT)}</think>\n\n{GOOD}",
    "thoughts without an end after the answer": f"{fenced(GOOD)}<think>Or\n{fenced(DRAFT)}",
    "nothing but thoughts": f"<think>Let me see.\n{fenced(DRAFT)}Rather\n{fenced(GOOD)}",
    "thoughts in brackets": f"[THINK]{fenced(DRAFT)}[/THINK]{fenced(GOOD)}",
    "channels": (
        f"<|channel|>analysis<|message|>{fenced(DRAFT)}<|end|><|start|>assistant"
        f"<|channel|>final<|message|>{fenced(GOOD)}"
    ),
    "a shell before": f"{line('pip install numpy', 'bash')}{fenced(GOOD)}",
    "a shell after": f"{fenced(GOOD)}Run it:\n{line('python twice.py', 'sh')}",
    "a shell without a name after": f"{fenced(GOOD)}{line('$ python twice.py', '')}",
    "output after": f"{fenced(GOOD)}It prints\n{line('8', '')}",
    "output of words after": f"{fenced(GOOD)}It prints\n{line('eight', '')}",
    "somebody typing after": fenced(GOOD) + fenced(">>> twice(4)\n8\n"),
    "another language after": f"{fenced(GOOD)}In C:\n{line('int twice(int n);', 'c')}",
    "an example after": f"{fenced(GOOD)}Use it:\n{line('print(twice(4))')}",
    "tests after": (fenced(GOOD) + fenced("from twice import twice\nassert twice(1) == 2\n")),
    "the signature after": f"{fenced(GOOD)}Its form:\n{line('def twice(n): ...')}",
    "a fence in the docstring": fenced(
        'def twice(n):\n    """Double.\n\n    ```\n    twice(4)\n    ```\n    """\n'
        "    return 2 * n\n"
    ),
    "a fence in a docstring in the first column": fenced(
        '"""Doubles.\n```\ntwice(4)\n```\n"""\n' + GOOD
    ),
    "a helper in a block before": (
        fenced("def add(a, b):\n    return a + b\n")
        + "Now:\n"
        + fenced("def twice(n):\n    return add(n, n)\n")
    ),
    "an import in a block before": (
        line("import operator") + fenced("def twice(n):\n    return operator.mul(2, n)\n")
    ),
    "a helper in a block after": (
        fenced("def twice(n):\n    return times(n, 2)\n")
        + "where\n"
        + fenced("def times(a, b):\n    return a * b\n")
    ),
    "the prompt's own import": fenced("def twice(n):\n    return int(math.ldexp(n, 1))\n"),
    "the body alone": "```python\n    return 2 * n\n```",
    "the whole prompt again": fenced(PROBLEM.prompt + "    return 2 * n\n"),
    "a method of a class": fenced(
        "class Solution:\n    def twice(self, n):\n        return 2 * n\n\n\n"
        "twice = Solution().twice\n"
    ),
    "code llama's tags": f"[PYTHON]\n{GOOD}[/PYTHON]\n[TESTS]\nassert twice(2) == 4\n",
    "bare code": GOOD,
    "bare code in prose": f"Here is the function:\n\n{GOOD}\nThat is all.\n",
    "inline code in the prose": f"Use `2 * n`, or ```n + n```, thus:\n{fenced(GOOD)}",
}


@pytest.mark.parametrize("name", FORMS)
def test_the_program_is_found_in_every_form(name: str) -> None:
    scope: dict[str, object] = {}
    exec(program_of("humaneval", PROBLEM, "chat", FORMS[name]), scope)
    twice = scope["twice"]
    assert callable(twice)
    assert twice(4) == 8


READING = "n = int(input())\nprint(2 * n)\n"


@pytest.mark.parametrize(
    ("answer", "program"),
    [
        (f"{fenced(READING)}For example\n{line('4', '')}", READING),
        (f"{fenced(READING)}{line('print(2 * 4)')}", READING),
        (
            fenced("n = input()\nprint(n)\n") + "No:\n" + fenced(READING),
            READING,
        ),
        (fenced("print(8)\n"), "print(8)\n"),
    ],
)
def test_a_program_that_reads_is_found_without_a_name_to_look_for(
    answer: str, program: str
) -> None:
    assert code_block(answer) == program


def test_a_program_in_parts_is_put_together() -> None:
    answer = fenced("def main():\n    print(2 * int(input()))\n") + "Then\n" + line("main()")
    assert code_block(answer) == ("def main():\n    print(2 * int(input()))\n\nmain()\n")


@pytest.mark.parametrize(
    "answer", ["", "I cannot help with that.", "```", "```\n```", "<think>", "  "]
)
def test_an_answer_without_a_program_is_taken_as_it_is(answer: str) -> None:
    assert code_block(answer, ("twice",)).strip() in answer


def test_an_answer_as_deep_or_long_as_can_be_is_read() -> None:
    assert code_block(fenced("(" * 100_000 + "\n"), ("twice",))
    assert "return" in code_block(fenced(GOOD) + "x" * 300_000, ("twice",))
    many = "```python\nx = (\n```\n" * 2_000
    assert code_block(many + fenced(GOOD), ("twice",)) == GOOD
