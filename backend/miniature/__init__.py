"""The miniature: a benchmark and a family of language models of the project's own."""
