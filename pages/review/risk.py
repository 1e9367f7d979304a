"""Risk: what was unusual, and what may go wrong."""

from ecreview.app.guard import require_review
from ecreview.app.sections import RISK, draw_page

draw_page(require_review(RISK.name, RISK.belongs), RISK)
