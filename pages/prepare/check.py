"""Check: is everything read, does the money tie, can the numbers be trusted."""

from ecreview.app import check
from ecreview.app.bridge import draw_bridge
from ecreview.app.cleaning_log import cleaning_log
from ecreview.app.guard import require_review
from ecreview.app.pairs import pairs
from ecreview.app.render import page_head
from ecreview.app.sections import sections_on, told

review = require_review(check.NAME, check.BELONGS)
sections = told(sections_on(review, "check"))
by_key = {section.key: section for section in sections}
page_head(check.NAME, check.headline(review), sections)
check.answers(review, by_key.get("quality"))
if "bridge" in by_key:
    draw_bridge(review, by_key["bridge"])
pairs(review.reconciliations, sections)
if "quality" in by_key:
    check.quality(by_key["quality"])
cleaning_log(review.dataset)
