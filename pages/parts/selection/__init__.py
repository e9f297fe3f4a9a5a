"""What only the Selection page draws."""
