"""Where people check, correct and add rows: page, workbook, decisions merged from elsewhere.

The modules beside the two packages are shared by both: decisions are made, checked and merged here.
"""
