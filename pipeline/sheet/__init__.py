"""A workbook in which people review an edition's tables.

layout    which sheet shows which columns, and which of them a person may change
cells     text of a table <-> value of a cell
marks     which words of the evidence a row was read from
words     flags, reasons and gaps in words
origin    what a workbook was made from
guide     the first sheet: how to use the others
write     tables -> workbook
"""
