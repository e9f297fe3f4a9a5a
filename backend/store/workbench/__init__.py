"""The one file that pipelines write."""
