"""The pages that are looked at one by one, and the windows that they are looked at through."""

PAGES = {
    "Explore": ("", {}),
    "Explore, counts": ("", {"study": "miniature"}),
    "Explore, a score": ("", {"study": "evalperf", "target": "80"}),
    "Pairs": ("pairs", {"study": "evalperf"}),
    "Reallocate": ("reallocate", {"study": "humanevalplus-2025"}),
    "Selection": ("selection", {"study": "miniature"}),
    "Problems": ("problems", {"study": "miniature"}),
    "Costs": ("costs", {"study": "paper-humaneval"}),
}
"""The path of each, and the parameters of its link."""

SIZES = {"desk": {"width": 1440, "height": 1000}, "phone": {"width": 390, "height": 844}}
"""Windows in pixels."""
