"""All that pages say is in `pages/parts/words`, and is asked for while a page is drawn.

Of Python, each text that is written in the code is looked at, its tags, icons and formats left out:

- handed to Streamlit where it is shown, or filled in (an f-string), it has no letter at all;
- elsewhere it begins with no capital letter, and no blank parts its words.

So keys, fields, files and options are lower-case and have no blank, and a filled one parts its
words by "-", "_", "." or "/". What Streamlit does not show, annotations, and errors that only
programmers read are left out.
"""

import ast
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

import pytest
from streamlit.delta_generator import DeltaGenerator

from tests.dashboard import ROOT

WORDS = ROOT / "pages" / "parts" / "words"
PYTHON = [ROOT / "app.py", *sorted((ROOT / "pages").rglob("*.py"))]
TO_BROWSERS = {
    ROOT / "pages" / "parts" / "document" / name for name in ("headers.py", "widgets.py")
}
"""What is told to browsers, in their own terms: no visitor reads it."""
PAGES = [path for path in PYTHON if WORDS not in path.parents and path not in TO_BROWSERS]
SCRIPTS = sorted((ROOT / "pages").rglob("*.js"))
MARKUP = sorted((ROOT / "pages").rglob("*.html"))

NOT_SHOWN = {
    *("anchor", "args", "file_name", "filter_mode", "gap", "height", "icon", "icon_position"),
    *("initial_sidebar_state", "key"),
    *(
        "label_visibility",
        "language",
        "layout",
        "mime",
        "page_icon",
        "position",
        "query_params",
        "selection_default",
    ),
    *("selection_mode", "type", "vertical_alignment", "width"),
}
"""Arguments of Streamlit's functions that no visitor reads."""

FILLED = "\0"
SCAFFOLDING = re.compile(
    r"<style>.*?</style>|<[^<>]*>"  # HTML
    r"|:material/[\w\0]+:|:[a-z]+\["  # icons and colours
    r"|%[\d.]*[a-z%]"  # how a number is written
    r"|\d+px|light-dark\([^()]*\)",  # sizes and colours
    re.DOTALL,
)
LETTER = re.compile(r"[^\W\d_]")
SPACED = re.compile(r"[^\W\d_][^\w\s]*\s\W*[^\W\d_]")
CAPITAL = re.compile(r"\W*[A-Z][a-z]")
KEY = re.compile(r"(?:[a-z]+|\0+)(?:[-_./](?:[a-z]+|\0+))*")
FILE = re.compile(r"[\w/]+\.\w+")


def spoken(tree: ast.AST) -> list[str]:
    """Return the texts in a program that say something to visitors."""
    return [text for text, shown in texts(tree) if says(text, shown=shown)]


def says(text: str, *, shown: bool) -> bool:
    """Return whether a text says something; `shown` if Streamlit is handed it to be shown."""
    bare = SCAFFOLDING.sub("", text)
    if not LETTER.search(bare) or FILE.fullmatch(bare):
        return False
    if FILLED in text:
        return not KEY.fullmatch(bare) or shown
    return shown or bool(SPACED.search(bare) or CAPITAL.match(bare))


def texts(node: ast.AST, shown: bool = False) -> Iterator[tuple[str, bool]]:
    """Yield each text in a program, and whether Streamlit is handed it to be shown."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value, shown
    if isinstance(node, ast.JoinedStr):
        yield "".join(map(said, node.values)), shown
    for child, child_shown in children(node, shown):
        yield from texts(child, child_shown)


def said(part: ast.expr) -> str:
    """Return the text of a part of an f-string."""
    return str(part.value) if isinstance(part, ast.Constant) else FILLED


def children(node: ast.AST, shown: bool) -> Iterator[tuple[ast.AST, bool]]:
    """Yield the parts of a program that may say something, and whether Streamlit shows them."""
    match node:
        case ast.JoinedStr(values=values):
            yield from (
                (each.value, False) for each in values if isinstance(each, ast.FormattedValue)
            )
        case ast.Expr(value=ast.Constant()):  # a docstring
            return
        case ast.Raise(exc=ast.Call(func=ast.Name(id=name))) if name != "UserError":
            return
        case ast.Assign(
            targets=[ast.Name(id=name)], value=ast.Call(args=[ast.Constant(value=own), *_])
        ) if name == own:  # a type that knows its name
            return
        case ast.Call() if streamlit(node.func):
            yield node.func, False
            yield from ((argument, True) for argument in node.args)
            yield from ((each.value, is_shown(each.arg)) for each in node.keywords)
        case _:
            for field, value in ast.iter_fields(node):
                if field not in ("annotation", "returns"):
                    parts = value if isinstance(value, list) else [value]
                    yield from ((part, shown) for part in parts if isinstance(part, ast.AST))


def is_shown(keyword: str | None) -> bool:
    """Return whether visitors read an argument of Streamlit's functions, None being `**`."""
    return keyword is not None and keyword not in NOT_SHOWN and not keyword.startswith("on_")


def streamlit(function: ast.expr) -> bool:
    """Return whether a function is one of Streamlit's that draw."""
    return isinstance(function, ast.Attribute) and (
        hasattr(DeltaGenerator, function.attr) or ast.unparse(function) in OTHERS
    )


OTHERS = {"st.Page", "st.navigation", "st.set_page_config", "st.column_config.ProgressColumn"}


@pytest.mark.parametrize("path", PAGES, ids=lambda path: str(path.relative_to(ROOT)))
def test_pages_have_no_words_of_their_own(path: Path) -> None:
    assert spoken(ast.parse(path.read_text(encoding="utf-8"))) == []


@pytest.mark.parametrize(
    "line",
    [
        'st.markdown("passed")',
        'st.markdown(markdown("passed"))',
        'st.info(f"{n} left", icon=":material/info:")',
        'line.caption(":material/info: no")',
        'st.selectbox(words.x.Y, options, format_func=lambda name: f"by {name}", key="a")',
        'st.selectbox(words.x.Y, options, placeholder="all")',
        'st.button("a", on_click=f)',
        'st.html("<b>won</b>")',
        'st.download_button(words.x.Y, "Model", file_name="a.csv")',
        'told = f"{count} problems"',
        'told = f"{name}: lost"',
        'KINDS = {Kind.TIME: "Time"}',
        'LACKING = "ranker (no data)"',
        'def f(told: str = "too few") -> str: return told',
        'raise UserError("there is none")',
        '"; ".join([*names, "and more"])',
    ],
)
def test_a_planted_word_is_found(line: str) -> None:
    assert spoken(ast.parse(line))


@pytest.mark.parametrize(
    "line",
    [
        'st.markdown(f"#### {words.x.Y}")',
        'st.caption(f":material/info: {words.x.Y}", width="content")',
        'st.page_link("pages/problems.py", label=words.x.Y)',
        'st.button(f":material/chevron_{side}:", key=f"step-{side}", on_click=f, args=("a",))',
        'st.toggle(words.x.Y, **bound(studies, view, "bands"))',
        "st.html(f'<div style=\"color: {colour}; margin: 1rem auto\">{said}</div>')",
        'st.number_input(words.x.Y, format="%.4g")',
        'file = f"{study}-{kind}.csv"',
        'share = f"{100 * score:.1f} %"',
        'def f(view: "View") -> "View | None": "Draw it all."',
        'Float64s = NewType("Float64s", str)',
        'raise ModuleNotFoundError("the package is not there")',
    ],
)
def test_what_nobody_reads_is_left_alone(line: str) -> None:
    assert spoken(ast.parse(line)) == []


PACKAGES = ("pages.parts.words", "backend.words")
"""Where words come from: pages import them whole, as `words` and as `facts`."""


def early(node: ast.AST) -> Iterator[int]:
    """Yield the lines in which a module asks for words when it is imported."""
    if isinstance(node, ast.FunctionDef | ast.Lambda):
        at_once = [*node.args.defaults, *filter(None, node.args.kw_defaults)]
        if isinstance(node, ast.FunctionDef):
            at_once += node.decorator_list
        for each in at_once:
            yield from early(each)
        return
    if isinstance(node, ast.Attribute) and ast.unparse(node.value) in ("words", "facts"):
        yield node.lineno
    if isinstance(node, ast.ImportFrom) and (node.module or "").startswith(PACKAGES):
        yield node.lineno
    if isinstance(node, ast.Import):
        yield from (node.lineno for each in node.names if each.name.startswith(PACKAGES))
    for child in ast.iter_child_nodes(node):
        yield from early(child)


@pytest.mark.parametrize("path", PAGES, ids=lambda path: str(path.relative_to(ROOT)))
def test_words_are_asked_for_while_a_page_is_drawn(path: Path) -> None:
    assert list(early(ast.parse(path.read_text(encoding="utf-8")))) == []


@pytest.mark.parametrize(
    "line",
    [
        "TITLE = words.explore.TITLE",
        "KINDS = {0: words.controls.budget_kind(0)}",
        "def f(told=words.explore.TITLE): pass",
        "class A:\n    told: str = words.explore.TITLE",
        "from pages.parts.words import explore",
        "from pages.parts.words.explore import TITLE",
        "import pages.parts.words.explore",
        "from backend.words.amounts import amount",
        "UNIT = facts.amounts.amount(1, 's')",
    ],
)
def test_words_that_are_asked_for_too_early_are_found(line: str) -> None:
    assert list(early(ast.parse(line)))
    assert not list(early(ast.parse("f = lambda: words.a.B\ndef g(): return words.a.B")))


SCRIPT = re.compile(
    r"""//[^\n]*|/\*.*?\*/|(?P<shown>(?:textContent|innerText|title)\ =\ |Error\(|"aria-\w+",\ )?
    (?P<text>"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'|`(?:\\.|[^`\\])*`)""",
    re.DOTALL | re.VERBOSE,
)


def spoken_by_script(script: str) -> list[str]:
    """Return the texts of JavaScript that say something to visitors.

    Those have letters, and a blank or a capital at the beginning; or they go where they are read.
    """
    found = []
    for token in SCRIPT.finditer(script):
        if token["text"] is None:  # a comment
            continue
        text = re.sub(r"\$\{[^{}]*\}", FILLED, token["text"][1:-1])
        bare = SCAFFOLDING.sub("", text)
        read = token["shown"] or re.search(r"\s", bare) or CAPITAL.match(bare)
        if read and LETTER.search(bare):
            found.append(text)
    return found


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: path.name)
def test_scripts_have_no_words_of_their_own(path: Path) -> None:
    assert spoken_by_script(path.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize(
    "line",
    [
        "this.find('key').textContent = `none`;",
        "const cells = { count: `x ${k}` };",
        'const kind = published.has(i) ? " (published)" : "";',
        'const drawn = shape("one sampled answer", single);',
        'reject(new Error("unloadable"));',
        'slider.setAttribute("aria-label", "budget");',
        'return "Samples";',
    ],
)
def test_a_planted_word_in_a_script_is_found(line: str) -> None:
    assert spoken_by_script(line)


class Spoken(HTMLParser):
    """Notes what a page of HTML says."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_data(self, data: str) -> None:
        if data.strip():
            self.found.append(data)

    def handle_starttag(self, _: str, attrs: list[tuple[str, str | None]]) -> None:
        read = ("alt", "aria-label", "placeholder", "title", "value")
        self.found += [value for name, value in attrs if name in read and value]


@pytest.mark.parametrize("path", MARKUP, ids=lambda path: path.name)
def test_markup_has_no_words_of_its_own(path: Path) -> None:
    parser = Spoken()
    parser.feed(path.read_text(encoding="utf-8"))
    assert parser.found == []
    parser.feed('<i title="a">b</i>')
    assert parser.found == ["a", "b"]
