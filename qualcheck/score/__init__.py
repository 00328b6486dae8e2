"""Stage 4, SCORE: a document and its findings to metrics and the target-side MQM score."""

from qualcheck.score.mqm import score
from qualcheck.score.readability import measure, passages
from qualcheck.score.style import profile

__all__ = ["measure", "passages", "profile", "score"]
