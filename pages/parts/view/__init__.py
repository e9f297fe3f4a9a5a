"""What is chosen: the view, the link and the session."""
