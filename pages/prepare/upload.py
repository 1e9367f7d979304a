"""Upload: what was read, what each table is, and the three questions before a review."""

import streamlit as st

from ecreview.app import mapping, questions, recognised, refused, templates, upload
from ecreview.app.render import page_head
from ecreview.app.state import session

dataset = session().dataset
page_head(upload.NAME, upload.answer(dataset))
left, right = st.columns([5, 2], gap="medium")
with left:
    upload.drop_zone()
with right:
    upload.without_files()
if dataset is None:
    upload.where_to_export()
else:
    recognised.drift_cards(dataset)
    chosen = recognised.table_list(dataset)
    if chosen is not None:
        wanted = recognised.choose_view(dataset, chosen)
        if wanted == "rows":
            recognised.rows_of(dataset, chosen)
        elif wanted == "mapping":
            mapping.drawer(dataset, chosen)
    templates.save_button()
    refused.refused_files(dataset)
    if dataset.tables:
        questions.ask(dataset)
    questions.locked_cards(dataset)
