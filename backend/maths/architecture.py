"""The configuration facts of a decoder, and how many weights they make."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Experts:
    """A mixture-of-experts MLP: `active` of `count` routed experts see each token.

    The first `dense_layers` layers have an ordinary MLP of the model's `intermediate_size`.
    """

    count: int
    active: int
    intermediate_size: int
    shared: int = 0
    dense_layers: int = 0


@dataclass(frozen=True)
class LatentAttention:
    """DeepSeek's attention with low-rank keys and values, and low-rank queries if given."""

    kv_rank: int
    nope_head_dim: int
    rope_head_dim: int
    value_head_dim: int
    query_rank: int | None = None


@dataclass(frozen=True)
class Architecture:
    """The facts of a model's public configuration that decide what a token costs."""

    layers: int
    hidden_size: int
    intermediate_size: int
    heads: int
    kv_heads: int
    head_dim: int
    vocab_size: int
    tied_embeddings: bool = False
    gated_mlp: bool = True
    experts: Experts | None = None
    latent_attention: LatentAttention | None = None

    @property
    def active_matmul_parameters(self) -> int:
        """Weights one token is multiplied by: all linear layers and the output head."""
        return round(self._matmul_parameters(self.experts.active if self.experts else 0))

    @property
    def total_parameters(self) -> int:
        """All weights held in memory, but for norms and biases (together below 0.1 %)."""
        input_embedding = 0 if self.tied_embeddings else self.vocab_size * self.hidden_size
        everything = self._matmul_parameters(self.experts.count if self.experts else 0)
        return round(everything) + input_embedding

    @property
    def active_parameters(self) -> int:
        """Weights that one token meets, counted as `total_parameters` counts; all if dense."""
        input_embedding = 0 if self.tied_embeddings else self.vocab_size * self.hidden_size
        return self.active_matmul_parameters + input_embedding

    @property
    def attention_parameters(self) -> int:
        """Weights of all attention layers that one token is multiplied by."""
        return self.layers * self._attention_parameters()

    @property
    def head_parameters(self) -> int:
        """Weights of the output head."""
        return self.hidden_size * self.vocab_size

    @property
    def active_mlp_parameters(self) -> int:
        """Weights of all MLP layers that one token is multiplied by, routers included."""
        attention_and_head = self.attention_parameters + self.head_parameters
        return self.active_matmul_parameters - attention_and_head

    @property
    def cached_per_token(self) -> int:
        """Numbers that the KV cache keeps of one token: keys and values of all layers."""
        latent = self.latent_attention
        if latent:
            return self.layers * (latent.kv_rank + latent.rope_head_dim)
        return self.layers * 2 * self.kv_heads * self.head_dim

    def parameters_read(self, batch: int) -> float:
        """Weights expected to be read in one decoding step of `batch` sequences.

        A dense model reads all. Of routed experts each token picks `active`, so the share
        touched by at least one of them is 1 - (1 - active / count)^batch.
        """
        if not self.experts:
            return self._matmul_parameters(0)
        untouched = (1 - self.experts.active / self.experts.count) ** batch
        return self._matmul_parameters(self.experts.count * (1 - untouched))

    def _matmul_parameters(self, routed: float) -> float:
        return self.attention_parameters + self._mlp_parameters(routed) + self.head_parameters

    def _attention_parameters(self) -> int:
        hidden, latent = self.hidden_size, self.latent_attention
        if latent is None:
            return 2 * hidden * self.head_dim * (self.heads + self.kv_heads)
        query_out = self.heads * (latent.nope_head_dim + latent.rope_head_dim)
        if latent.query_rank is None:
            query = hidden * query_out
        else:
            query = latent.query_rank * (hidden + query_out)
        key_value = hidden * (latent.kv_rank + latent.rope_head_dim) + latent.kv_rank * (
            self.heads * (latent.nope_head_dim + latent.value_head_dim)
        )
        return query + key_value + self.heads * latent.value_head_dim * hidden

    def _mlp_parameters(self, routed: float) -> float:
        matrices = (3 if self.gated_mlp else 2) * self.hidden_size
        if self.experts is None:
            return self.layers * matrices * self.intermediate_size
        sparse = matrices * self.experts.intermediate_size * (routed + self.experts.shared)
        router = self.hidden_size * self.experts.count
        dense = matrices * self.intermediate_size
        sparse_layers = self.layers - self.experts.dense_layers
        return self.experts.dense_layers * dense + sparse_layers * (sparse + router)
