"""Insight: traffic, funnel, repurchase, profit, stock."""

from ecreview.app.guard import require_review
from ecreview.app.sections import INSIGHT, draw_page

draw_page(require_review(INSIGHT.name, INSIGHT.belongs), INSIGHT)
