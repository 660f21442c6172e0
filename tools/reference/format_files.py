"""Writes the Excel fixture of the format tests with XlsxWriter (Debian: python3-xlsxwriter): format_files.py FOLDER"""

import datetime
import sys

import xlsxwriter

book = xlsxwriter.Workbook(f"{sys.argv[1]}/sheet.xlsx")
book.set_properties({"created": datetime.datetime(2020, 1, 1)})
sheet = book.add_worksheet("first")
day = book.add_format({"num_format": "dd/mm/yyyy"})
moment = book.add_format({"num_format": "yyyy-mm-dd hh:mm"})
time = book.add_format({"num_format": "[h]:mm:ss"})
money = book.add_format({"num_format": '"days: "#,##0.00 [$USD];[Red]-0.00'})
bold = book.add_format({"bold": True})
for column, name in enumerate(["id", "x", "day", "moment", "time", "ok", "formula", "money", "text"]):
    sheet.write(2, 1 + column, name)
texts = ["plain", "ümlaut, \"q\"", "two\nlines", "<&>"]
for row in range(4):
    at = 3 + row if row < 3 else 8
    sheet.write_string(at, 1, f"00{row}")
    sheet.write_number(at, 2, [0.1, -3, 1e-7, 12345678901][row])
    sheet.write_datetime(at, 3, [datetime.datetime(1900, 2, 28), datetime.datetime(1900, 3, 1), datetime.datetime(2020, 2, 29),
                                 datetime.datetime(1999, 12, 31)][row], day)
    sheet.write_datetime(at, 4, datetime.datetime(2021, 3, 4, 5 + row, 6, 7), moment)
    sheet.write_number(at, 5, [0.5, 1.25, 0, 1 / 86400][row], time)
    sheet.write_boolean(at, 6, row % 2 == 0)
    if row != 1:
        sheet.write_formula(at, 7, f"=B{at}*2", None, row * 2)
    sheet.write_number(at, 8, row + 0.5, money)
    sheet.write_string(at, 9, texts[row])
sheet.write_rich_string(6, 9, "rich ", bold, "text")
sheet.write_formula(6, 7, "=1/0", None, "#DIV/0!")
sheet.write_string(6, 1, "_x0041_")
book.add_worksheet("second").write(0, 0, "not read")
book.close()
