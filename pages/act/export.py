"""Export: the workbook, the record and the cleaned tables."""

from ecreview.app import export
from ecreview.app.guard import require_review
from ecreview.app.render import page_head

review = require_review(export.NAME, export.BELONGS)
page_head(export.NAME, export.ANSWER)
export.downloads(review, export.choose_language())
