"""What pages share: words, the link, the controls, the data at hand, the chart and its colours."""
