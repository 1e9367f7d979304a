"""Process: how orders, goods and requests moved through the team."""

from ecreview.app.guard import require_review
from ecreview.app.sections import PROCESS, draw_page

draw_page(require_review(PROCESS.name, PROCESS.belongs), PROCESS)
