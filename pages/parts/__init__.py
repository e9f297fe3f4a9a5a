"""What pages share: the link, the controls, the data at hand, the chart and its colours."""
