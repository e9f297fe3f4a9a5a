"""Draw samples from models: what to ask, engines that answer, and what keeps the answers."""
