"""Sections → an Excel workbook that a team works in."""
