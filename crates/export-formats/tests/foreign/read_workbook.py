"""Prints a workbook's sheets as JSON, as openpyxl reads them: a text as itself, a number in a list, nothing as null."""

import json
import sys

from openpyxl import load_workbook
from openpyxl.utils.escape import unescape


def value(cell):
    if isinstance(cell, str):
        # The library leaves Excel's escapes to its users.
        return unescape(cell)
    return cell if cell is None else [cell]


workbook = load_workbook(sys.argv[1], read_only=True)
for sheet in workbook.worksheets:
    print(json.dumps({"sheet": sheet.title}))
    for row in sheet.iter_rows(values_only=True):
        print(json.dumps([value(cell) for cell in row]))
