"""What answers prompts: vLLM here, on a cluster, or any server."""
