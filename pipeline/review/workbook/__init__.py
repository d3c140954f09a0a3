"""A workbook in which people review an edition's tables, and its import as decisions.

layout          which sheet shows which columns, and which of them a person may change
cells           text of a table <-> value of a cell
evidence_words  which words of the evidence a row was read from
words           flags, reasons and gaps in words
origin          what a workbook was made from
guide           the first sheet: how to use the others
write           tables -> workbook
read            workbook -> its rows as they came back
validity        codes, references, bounds of what a person wrote
added           rows that a person adds, found in the text
changes         rows of a workbook -> decisions, refusals and notices
"""
