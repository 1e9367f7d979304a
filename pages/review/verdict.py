"""Verdict: reached or not, by how much, mainly why, what to do first."""

from ecreview.app import verdict
from ecreview.app.guard import require_review
from ecreview.model.section import Section

review = require_review(verdict.NAME, verdict.BELONGS)
overview = review.section("overview")
verdict.head(review, overview if isinstance(overview, Section) else None)
verdict.body(review)
