"""Draw samples from models: what to ask, engines that answer, and the flow that keeps answers."""
