"""Interpreters of sections: charts, workbook, JSON record."""
