"""What the review page and the workbook stand on: decisions made, checked and appended.

validity   whether a value can stand in a column, a new row in a table
making     a reviewer's wish -> the lines of the journal
entities   wishes about entities, and what they would change
desk       an edition's rows and its journals, in step
"""
