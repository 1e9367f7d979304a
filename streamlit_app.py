"""The frame of the browser app. The pages stand one level down, in a folder per navigation group.

A file directly in `pages/` would run without this frame when it is the first page asked of a fresh server.
"""

import streamlit as st

from ecreview.app import frame
from ecreview.app.guard import error_boundary

frame.configure()
page = st.navigation(frame.menu())
with error_boundary("sidebar"):
    frame.sidebar()
with error_boundary(page.title):
    page.run()
