"""The Costs page: what is set there counts on all pages, in a real Chromium."""

import re
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Locator, expect

from tests.dashboard import TWO_FRAMES, Visitor

pytestmark = pytest.mark.browser

FOUR_OF_13B = {"study": "paper-humaneval", "by": "dollars"}
SIZE, TOKENS, INPUT, OUTPUT = 1, 2, 3, 4


def cell(tab: Visitor, column: int, row: int) -> Locator:
    """Return a cell of the table that is edited, as who does not see it reads it."""
    return tab.page.get_by_test_id(f"glide-cell-{column}-{row}")


def looked_at(tab: Visitor, column: int, row: int) -> None:
    """Click a cell, and wait until keys go there."""
    canvas = tab.page.get_by_test_id("data-grid-canvas")
    canvas.evaluate("node => node.scrollIntoView({ block: 'center' })")
    box = canvas.bounding_box()
    assert box is not None
    left = box["width"] * (0.2 + 0.2 * column) - 20
    tab.page.mouse.click(box["x"] + left, box["y"] + 35 * (row + 1.5))
    expect(cell(tab, column, row)).to_be_focused()


def typed(tab: Visitor, text: str) -> None:
    """Type into the cell that keys go to, and wait until the page has it."""
    field = tab.page.locator("input.gdg-input")
    for place, key in enumerate(text, start=1):
        tab.page.keyboard.press(key)
        expect(field).to_have_value(text[:place])
    tab.page.evaluate(TWO_FRAMES)
    tab.page.keyboard.press("Enter")
    expect(field).to_have_count(0)


def has(tab: Visitor, name: str, *values: str) -> None:
    """Wait until the link has these values of a parameter."""
    if values:
        tab.page.wait_for_function(
            "([name, values]) => String(new URL(location).searchParams.getAll(name)) == values",
            arg=[name, ",".join(values)],
        )
    else:
        tab.page.wait_for_function("name => !new URL(location).searchParams.has(name)", arg=name)
    tab.settled()


def line(tab: Visitor, model: str) -> Locator:
    """Return a model's line in the table of all costs."""
    return tab.page.locator(".st-key-costed tr").filter(has_text=model)


def test_a_size_of_ones_own_counts_in_flops(visit: Callable[..., Visitor]) -> None:
    tab = visit()
    tab.open("costs", **FOUR_OF_13B)
    looked_at(tab, SIZE, 0)
    typed(tab, "10")
    has(tab, "size", "Code Llama 7B=10")
    expect(line(tab, "Code Llama 7B")).to_contain_text("2.56 TFLOPs")
    expect(line(tab, "Code Llama 7B")).to_contain_text("your size")
    tab.open(study="paper-humaneval", size="Code Llama 7B=10")
    expect(tab.page.get_by_role("combobox", name="Small model")).to_be_visible()


def test_an_edit_counts_on_all_pages_and_keeps_the_cell(visit: Callable[..., Visitor]) -> None:
    tab = visit()
    tab.open("costs", **FOUR_OF_13B)
    looked_at(tab, OUTPUT, 0)
    typed(tab, "5")
    has(tab, "price", "Code Llama 7B=5")
    expect(line(tab, "Code Llama 7B")).to_contain_text("0.064 ¢")
    expect(line(tab, "Code Llama 7B")).to_contain_text("your price")
    expect(cell(tab, OUTPUT, 1)).to_be_focused()
    typed(tab, "7.5")
    has(tab, "price", "Code Llama 13B=7.5", "Code Llama 7B=5")
    expect(cell(tab, OUTPUT, 0)).to_have_text("5")
    tab.page.keyboard.press("ArrowUp")
    tab.page.keyboard.press("Delete")
    has(tab, "price", "Code Llama 7B=5")
    expect(line(tab, "Code Llama 13B")).to_contain_text("preset price")
    for _ in range(2):
        tab.page.keyboard.press("ArrowLeft")
    expect(cell(tab, TOKENS, 1)).to_be_focused()
    typed(tab, "640")
    has(tab, "answer_tokens", "Code Llama 13B=640")
    tab.page.get_by_role("link", name="Explore", exact=True).click()
    tab.chart.wait_for()
    tab.settled()
    box = tab.page.get_by_role("combobox", name="Small model")
    expect(box).to_have_value(re.compile(r"Code Llama 13B · 0\.0192 ¢"))
    tab.page.get_by_role("link", name="Costs", exact=True).click()
    expect(cell(tab, TOKENS, 1)).to_have_text("640")
    expect(cell(tab, OUTPUT, 1)).to_have_text("0.3")


def test_the_next_cell_is_typed_into_while_the_page_works_out_the_last(
    visit: Callable[..., Visitor],
) -> None:
    """Before: a size that changed the preset price brought a new table, and keys were lost."""
    tab = visit()
    tab.open("costs", **FOUR_OF_13B)
    looked_at(tab, SIZE, 0)
    grid = tab.page.get_by_test_id("data-grid-canvas").element_handle()
    sizes = ("10", "30", "100")
    for size in sizes:
        typed(tab, size)
    models = ("Code Llama 7B", "Code Llama 13B", "Code Llama 34B")
    has(tab, "size", *sorted(f"{model}={size}" for model, size in zip(models, sizes, strict=True)))
    for row, (size, price) in enumerate(zip(sizes, ("0.3", "0.8", "1.8"), strict=True)):
        expect(cell(tab, SIZE, row)).to_have_text(size)
        expect(cell(tab, OUTPUT, row)).to_have_text(price)
    assert grid.evaluate("node => node.isConnected"), "the same table"
    assert "price" not in tab.parameters


def test_what_is_edited_back_counts(visit: Callable[..., Visitor]) -> None:
    """Before: the browser calls such a cell unedited, and the price that was typed first stayed."""
    tab = visit()
    tab.open("costs", **FOUR_OF_13B)
    for price, link in (("5", ["Code Llama 7B=5"]), ("0.2", []), ("7", ["Code Llama 7B=7"])):
        looked_at(tab, OUTPUT, 0)
        typed(tab, price)
        has(tab, "price", *link)
        expect(cell(tab, OUTPUT, 0)).to_have_text(price)


def test_what_is_changed_elsewhere_shows_in_the_table(visit: Callable[..., Visitor]) -> None:
    tab = visit()
    tab.open("costs", **FOUR_OF_13B)
    looked_at(tab, TOKENS, 0)
    typed(tab, "300")
    has(tab, "answer_tokens", "Code Llama 7B=300")
    tab.page.get_by_role("spinbutton", name="Tokens per answer").fill("256")
    tab.page.keyboard.press("Enter")
    has(tab, "tokens", "256")
    expect(cell(tab, TOKENS, 1)).to_have_text("256")
    expect(cell(tab, TOKENS, 0)).to_have_text("300")
    tab.choose("Study", "Minifunctions (the miniature)")
    expect(cell(tab, 0, 0)).to_have_text("mini 0.1M")
    has(tab, "answer_tokens")


def test_a_file_goes_out_and_comes_back(visit: Callable[..., Visitor], tmp_path: Path) -> None:
    tab = visit()
    link = {"answer_tokens": "Code Llama 7B=300", "price": "Llama-3 8B=2.5"}
    tab.open("costs", **FOUR_OF_13B, **link)
    with tab.page.expect_download() as download:
        tab.page.get_by_role("button", name="Download costs (CSV)").click()
    file = tmp_path / "costs.csv"
    download.value.save_as(file)
    assert download.value.suggested_filename == "paper-humaneval-costs.csv"
    tab.open("costs", **FOUR_OF_13B)
    uploader = tab.page.locator("input[type=file]")
    uploader.set_input_files(file)
    has(tab, "answer_tokens", "Code Llama 7B=300")
    has(tab, "price", "Llama-3 8B=2.5")
    expect(tab.page.get_by_role("status")).to_contain_text("The file has set 6 models.")
    expect(cell(tab, TOKENS, 0)).to_have_text("300")


def test_of_a_bad_file_nothing_is_set(visit: Callable[..., Visitor]) -> None:
    tab = visit()
    tab.open("costs", **FOUR_OF_13B)
    before = tab.parameters
    rows = "Code Llama 7B,5\nCode Llama 13B,<b>x</b>\n"
    data = f"model,output_tokens\n{rows}".encode()
    tab.page.locator("input[type=file]").set_input_files(
        {"name": "costs.csv", "mimeType": "text/csv", "buffer": data}
    )
    expect(tab.page.get_by_role("alert")).to_have_text(
        re.compile("Nothing was set: line 3: output_tokens must be .*, not '<b>x</b>'")
    )
    tab.settled()
    assert tab.parameters == before


def test_formulas_are_filled_in_for_the_model_that_is_chosen(visit: Callable[..., Visitor]) -> None:
    tab = visit()
    tab.open("costs", **FOUR_OF_13B, fitted="on", batch="1")
    tab.choose("Model", "Llama-3 70B")
    has(tab, "worked", "Llama-3 70B")
    said = tab.page.locator(".stMain")
    expect(said).to_contain_text("2 x 69.5 billion weights x 128 tokens = 17.79 TFLOPs")
    expect(said).to_contain_text("/ 1 x 4.395, fitted = 4.794 s")
    expect(said).to_contain_text("($0.9 x 128 tokens) / 1 million = 0.01152 ¢")
    expect(said).to_contain_text("are 4.395 times the data sheet's of 8 x A100 80GB at batch 1")


def test_explore_leads_to_all_that_is_assumed(visit: Callable[..., Visitor]) -> None:
    tab = visit()
    tab.open(study="evalperf")
    tab.unfold("Cost of one answer")
    assert tab.page.get_by_role("combobox", name="GPU").count() == 0
    tab.page.get_by_role("link", name="Prices, GPU and all else").click()
    tab.page.get_by_role("combobox", name="GPU", exact=True).wait_for()
    tab.settled()
    assert urlsplit(tab.page.url).path == "/costs"
    assert tab.parameters["study"] == ["evalperf"]
    tab.page.get_by_text("Each model's best batch").click()
    has(tab, "best_batch", "on")
    expect(tab.page.get_by_role("spinbutton", name="Answers in a batch")).to_be_disabled()
    expect(tab.page.locator(".stMain")).to_contain_text("batch 154, the best for this model")
