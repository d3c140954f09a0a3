"""Where people check, correct and add rows: page, workbook, decisions merged from elsewhere.

What all of them stand on is here: decisions made, checked and appended.
"""
