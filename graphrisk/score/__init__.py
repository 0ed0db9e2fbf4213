"""The score: findings and measures weighed by a scorecard into a hazard, a level and a strict order."""

from graphrisk.score.room import score
from graphrisk.score.scorecard import Scorecard, scorecards

__all__ = ["Scorecard", "score", "scorecards"]
