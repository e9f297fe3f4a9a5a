"""What only the Pairs page draws."""
