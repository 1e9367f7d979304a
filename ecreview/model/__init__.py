"""The words that every other room speaks: values, units, findings, sections. Imports nothing of ours."""
