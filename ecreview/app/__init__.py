"""The browser app: the only room that knows Streamlit."""
