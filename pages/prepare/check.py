"""Check: is everything read, can the numbers be trusted, do the files agree."""

from ecreview.app import check
from ecreview.app.cleaning_log import cleaning_log
from ecreview.app.guard import require_review
from ecreview.app.render import page_head
from ecreview.app.sections import sections_on, told
from ecreview.model.text import EMPTY

review = require_review(check.NAME, check.BELONGS)
sections = told(sections_on(review, "check"))
quality = next((s for s in sections if s.key == "quality"), None)
page_head(check.NAME, quality.answer if quality else EMPTY, sections)
check.answers(review)
if quality is not None:
    check.quality(quality)
cleaning_log(review.dataset)
check.pairs(review.reconciliations, [s for s in sections if s.key.startswith("reconcile.")])
