"""What only the Explore page draws."""
