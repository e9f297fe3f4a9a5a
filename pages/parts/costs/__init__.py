"""What only the Costs page draws."""
