"""What is known of a model's files, and small models made or fetched for trying things out."""
