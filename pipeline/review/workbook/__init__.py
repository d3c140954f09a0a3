"""A workbook in which people review an edition's tables, and its way back into decisions.

layout    which sheet shows which columns, and which of them a person may change
cells     text of a table <-> value of a cell
marks     which words of the evidence a row was read from
words     flags, reasons and gaps in words
origin    what a workbook was made from
guide     the first sheet: how to use the others
write     tables -> workbook
read      workbook -> what stands in it
validity  codes, references, bounds of what a person wrote
added     rows that a person adds, found in the text
changes   what stands in a workbook -> decisions, refusals, and what is told
"""
