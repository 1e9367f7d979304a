"""Actions: decide on the suggestions, then the board."""

from ecreview.app import actions
from ecreview.app.guard import require_review
from ecreview.app.render import page_head

review = require_review(actions.NAME, actions.BELONGS)
decided = actions.decided(review.actions)
page_head(actions.NAME, actions.answer(decided))
actions.decide(decided)
actions.board(decided)
