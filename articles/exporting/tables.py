"""Rows as a CSV file that is read in a spreadsheet, made line by line."""

import csv

# What a spreadsheet takes for a formula: https://owasp.org/www-community/attacks/CSV_Injection
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
# So that Excel reads it as UTF-8.
MARK = "\ufeff"


class Echo:
    """Gives back what is written into it."""

    def write(self, text):
        return text


def csv_lines(rows):
    """Yield the lines of a CSV file of `rows`, sequences of what has a text."""
    writer = csv.writer(Echo())
    for number, row in enumerate(rows):
        line = writer.writerow([cell(value) for value in row])
        yield line if number else MARK + line


def cell(value):
    """Return the value as a text that no spreadsheet takes for a formula."""
    text = "" if value is None else str(value)
    return f"'{text}" if text.startswith(FORMULA) else text
