"""Strategy: channels, products, price and promotion, segments, AARRR."""

from ecreview.app.guard import require_review
from ecreview.app.sections import STRATEGY, draw_page

draw_page(require_review(STRATEGY.name, STRATEGY.belongs), STRATEGY)
