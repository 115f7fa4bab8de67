"""A second linter of a finished edition, sharing no code with the program:

    python3 lint.py RUN EDITION

It opens the workbook with openpyxl and everything else with Python's own parsers,
and prints what breaks the rules of publishing. Exit status 1 if anything does."""
import base64
import csv
import hashlib
import json
import re
import sys
import warnings
import zipfile
from html.parser import HTMLParser
from pathlib import Path
from xml.etree import ElementTree

import openpyxl
from openpyxl.utils import get_column_letter, range_boundaries
from PIL import ImageFont

warnings.filterwarnings("ignore", module="openpyxl")  # it reads no alternative text of tables, and says so
run, edition = Path(sys.argv[1]), sys.argv[2]
folder = run / edition
restricted = edition == "restricted"
MARKING = "OFFICIAL-SENSITIVE"
SHORTHAND = {"[c]", "[x]", "[z]", "[u]", "[k]"}
faults = []


def check(ok, text):
    if not ok:
        faults.append(text)


def local(element):
    return element.tag.rsplit("}", 1)[-1]


def attribute(element, name):
    return next((v for k, v in element.attrib.items() if k.rsplit("}", 1)[-1] == name), "")


def luminance(colour):
    parts = [int(colour[i : i + 2], 16) / 255 for i in (0, 2, 4)]
    return sum(w * (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4) for w, c in zip((0.2126, 0.7152, 0.0722), parts))


FACES = {bold: ImageFont.truetype(f"LiberationSans-{'Bold' if bold else 'Regular'}.ttf", 1200) for bold in (False, True)}


def wide(text, font):
    """The width of a text in points, in the face that has Arial's widths."""
    return FACES[bool(font.b)].getlength(text) / 1200 * font.sz


def lines_of(text, font, room):
    """The least number of lines of a text in a width."""
    lines, used = 1, 0.0
    for word in text.split():
        w = wide(word, font)
        if used and used + wide(" ", font) + w > room:
            lines, used = lines + 1, 0.0
        used += w + (wide(" ", font) if used else 0)
    return lines


def points(characters):
    return (int((256 * characters + 14) / 256 * 9) - 5) * 0.75


# What a sheet must say, and in this order; see the standard lines of the guidance.
ORDER = ["Protective marking: ", "This worksheet contains one ", "This table contains notes, ", "Some shorthand is used in this table: ", "Blank cells in the ", "Counts are rounded to ", "Source: ", "Synthetic figures.", "Return to contents"]
FORMATS = {"General", "@", "#,##0", "#,##0.0", "#,##0.00", '[<0.001]"under 0.001";#,##0.000'}


PAPER, SHORT = 297 / 25.4 * 72, 210 / 25.4 * 72  # the sides of A4
SMALLEST = 7.0  # points at which text of 12 may be printed,
ALLOWED = 8.0  # and if the columns of the table are no wider than what is printed so


def high_enough(sheet, scale, most, room):
    """Whether the rows of a sheet take no more pages than so many at a scale; the
    header is on each."""
    heights = [sheet.row_dimensions[r].height for r in range(1, sheet.max_row + 1)]
    top = range_boundaries(next(iter(sheet.tables.values())).ref)[1]
    pages, used = 1, 0
    for i, height in enumerate(heights, 1):
        if (used + height) * scale > room:
            pages, used = pages + 1, heights[top - 1]
        used += height
    return pages <= most


def printed_graphic(sheet, where, paper):
    """The page of a graphic is filled and holds it."""
    margins, setup = sheet.page_margins, sheet.page_setup
    area = range_boundaries(re.search(r"A1:[A-Z]+\d+", str(sheet.print_area).replace("$", "")).group())
    upright = setup.orientation == "portrait"
    across, down = (SHORT if upright else PAPER) - 72 * (margins.left + margins.right), (PAPER if upright else SHORT) - 72 * (margins.top + margins.bottom)
    width = points(sheet.column_dimensions["A"].width) + 3.75
    height = sum(sheet.row_dimensions[r].height or 17 for r in range(1, area[3] + 1))
    filled = max(width * (setup.scale or 100) / 100 / across, height * (setup.scale or 100) / 100 / down)
    check(area[2] == 1 and 0.9 <= filled <= 1 or (setup.scale or 100) >= 200, f"{where}: its graphic fills {filled:.0%} of the page")


def printed_pages(sheet, where, columns, areas):
    """The columns on each page side by side, and the size of print: a sheet fits one
    page's width, or its areas fit at its scale, and those after the first leave the
    lines above the table to it."""
    margins, setup = sheet.page_margins, sheet.page_setup
    printed = areas[-1][2]
    check(min(margins.top, margins.bottom) >= 0.7 and min(margins.header, margins.footer) >= 0.2 and min(margins.left, margins.right) >= 0.39, f"{where}: margins that a printer cannot print in, or none for the marking")
    paper = PAPER - 72 * (margins.left + margins.right)
    widths = [c + 3.75 for c in columns] + [points(8.43) + 3.75] * (printed - len(columns))
    check(not sheet.col_breaks.brk, f"{where}: its pages are broken at a column: what is above the table is repeated, and cut off")
    if sheet.sheet_properties.pageSetUpPr.fitToPage:
        check(setup.fitToWidth == 1 and len(areas) == 1, f"{where}: not one page wide")
        scale = min(1, paper / sum(widths))
        while setup.fitToHeight and not high_enough(sheet, scale, setup.fitToHeight, SHORT - 72 * (margins.top + margins.bottom)):
            scale *= 0.995
        check(not columns or 12 * scale >= ALLOWED or sum(widths[: len(columns)]) > paper * 12 / ALLOWED, f"{where}: is printed at {12 * scale:.1f} points, and its columns have room for {ALLOWED:.0f}")
        return [range(printed)], 12 * scale
    pages = [range(a[0] - 1, a[2]) for a in areas]
    top = range_boundaries(next(iter(sheet.tables.values())).ref)[1] if sheet.tables else 0
    check([a[1] for a in areas] == [1] + [top] * (len(areas) - 1) and [i for p in pages for i in p] == list(range(len(columns))), f"{where}: its pages side by side are not the whole of the table, once")
    repeated = range_boundaries(re.search(r"[A-Z]+:[A-Z]+", str(sheet.print_title_cols or "A:A").replace("$", "")).group())[2]
    check(sheet.print_title_cols and len(pages) > 1, f"{where}: pages side by side without the first columns on each")
    check(12 * setup.scale / 100 >= ALLOWED, f"{where}: pages side by side at {12 * setup.scale / 100:.1f} points")
    for i, page in enumerate(pages):
        wide_as = sum(widths[k] for k in page) + (sum(widths[:repeated]) if i else 0)
        check(wide_as * setup.scale / 100 <= paper, f"{where}: page {i + 1} of {len(pages)} side by side is cut at its scale")
    return pages, 12 * setup.scale / 100


def sheet_rules(sheet, where, raw):
    """The rules of the look of a sheet: nothing hidden, filled or cut off."""
    check(re.fullmatch(r"[^:\\/?*\[\]]{1,31}", sheet.title) and not sheet.title.startswith("Sheet"), f"{where}: its name")
    check(not any(d.hidden or d.outlineLevel for d in [*sheet.row_dimensions.values(), *sheet.column_dimensions.values()]), f"{where}: hidden or grouped rows or columns")
    check(sheet.sheet_view.zoomScale == 100, f"{where}: not at 100%")
    wanted = f"A1:{get_column_letter(sheet.max_column)}{sheet.max_row}"
    check(re.search(r'<dimension ref="([^"]*)"', raw).group(1) in (wanted, "A1" if wanted == "A1:A1" else wanted), f"{where}: its dimension is not {wanted}")
    marks = [f.text or "" for f in (sheet.oddHeader.center, sheet.oddFooter.center)]
    check(all(MARKING in m for m in marks) if restricted else not any(marks), f"{where}: the marking in the header or footer of print")
    check(all(("minLength=\"0\"" in bar) for bar in re.findall(r"<(?:x14:)?dataBar [^>]*>", raw)), f"{where}: a data bar of 0 has a length")
    check(restricted or "<conditionalFormatting" not in raw, f"{where}: limits of a colour scale in the public edition")
    columns = [points(sheet.column_dimensions[get_column_letter(i)].width) for i in range(1, sheet.max_column + 1)]
    areas = [range_boundaries(a) for a in re.findall(r"[A-Z]+\d+:[A-Z]+\d+", str(sheet.print_area).replace("$", ""))]
    printed = areas[-1][2]
    if sheet.title.startswith(("Chart ", "Figure ")):
        printed_graphic(sheet, where, PAPER)
        pages = [range(1)]
    else:
        check(sheet.page_setup.orientation == "landscape", f"{where}: not A4 landscape")
        pages, size = printed_pages(sheet, where, columns, areas)
        sizes.append((size, sheet.title))
        check(size >= SMALLEST, f"{where}: is printed at {size:.1f} points")
    room = sum(columns[: len(pages[0])]) + points(8.43) * max(0, printed - len(columns)) * (len(pages) == 1)
    shade_rules(sheet, where, raw)
    for row in sheet.iter_rows():
        height = sheet.row_dimensions[row[0].row].height
        for c in row:
            if c.value is None:
                continue
            colour = c.font.color.rgb[-6:] if c.font.color and isinstance(c.font.color.rgb, str) else "000000"
            check(c.fill.fill_type is None, f"{where}: {c.coordinate} is filled")
            check(1.05 / (luminance(colour) + 0.05) >= 4.5, f"{where}: {c.coordinate} is too pale")
            check(c.number_format in FORMATS, f"{where}: {c.coordinate} has the format {c.number_format}")
            if isinstance(c.value, str):
                wrapped = c.alignment.wrap_text
                space = columns[c.column - 1] - 10 * (c.alignment.indent or 0)
                need = (lines_of(c.value, c.font, space) if wrapped else 1) * c.font.sz * 1.15
                check(height and height >= need, f"{where}: row {c.row} is {height} high and needs {need:.0f}")
                check(wrapped or len(row) > 1 and c.column > 1 or wide(c.value, c.font) <= room, f"{where}: {c.coordinate} is cut off in print")


sizes = []  # of print, with the sheet


def shade_rules(sheet, where, raw):
    """Bars and shades show differences between like numbers."""
    for ranges, kind in re.findall(r'<conditionalFormatting sqref="([^"]+)"><cfRule[^>]* type="(\w+)"', raw) + [(r, k) for k, r in re.findall(r'<cfRule type="(\w+)"[^>]*>.*?</cfRule></conditionalFormatting><sqref>([^<]+)', raw)]:
        for cells in (sheet[part] for part in ranges.split()):
            flat = [c for row in (cells if isinstance(cells, tuple) else ((cells,),)) for c in row]
            values = [c.value for c in flat if isinstance(c.value, (int, float))]
            if kind == "dataBar":
                check(values and max(values) - min(values) > 0.1 * max(values), f"{where}: bars on {ranges}, whose numbers hardly differ")
            if kind == "colorScale":
                check(len({c.number_format for c in flat if isinstance(c.value, (int, float))}) == 1, f"{where}: one colour scale over numbers of several kinds")
                top = range_boundaries(next(iter(sheet.tables.values())).ref)[1]
                header = " ".join(str(sheet.cell(top, k).value) for k in range(1, sheet.max_column + 1))
                check(not re.search(r"confidence limit|p-value|q-value|\bUnit\b", header), f"{where}: a colour scale beside limits, p-values or units")


def total_rules(sheet, where, left, top, right, bottom):
    """A total is set apart: bold, and a rule above the first of several."""
    keys = next((i for i in range(left, right + 1) if sheet.cell(top, i).alignment.horizontal == "right"), right + 1)
    total = [any(str(sheet.cell(r, k).value) == "Total" for k in range(left, keys)) for r in range(top + 1, bottom + 1)]
    for i, is_total in enumerate(total):
        if not is_total or all(total):
            continue
        row = [sheet.cell(top + 1 + i, k) for k in range(left, right + 1)]
        numbers = [c for c in row if isinstance(c.value, (int, float))]
        check(all(c.font.b for c in numbers), f"{where}: the total of row {top + 1 + i} is not bold")
        check(i and total[i - 1] or all(c.border.top and c.border.top.style for c in row), f"{where}: no rule above the total of row {top + 1 + i}")


def month_rules(sheet, where, left, top, right, bottom):
    """Years newest first, notes of small numbers on one line."""
    header = [str(sheet.cell(top, k).value) for k in range(left, right + 1)]
    if "12 months to" in header:
        at = header.index("12 months to") + 1
        years = [(tuple(sheet.cell(r, k).value for k in range(left, at)), int(sheet.cell(r, at).value[-4:])) for r in range(top + 1, bottom + 1)]
        check(all(a[0] != b[0] or a[1] > b[1] for a, b in zip(years, years[1:])), f"{where}: years that are not newest first")
    for r in range(top + 1, bottom + 1):
        note = sheet.cell(r, right)
        if re.fullmatch(r"\d+ small numbers?, 1 to 4", str(note.value)):
            check(lines_of(note.value, note.font, points(sheet.column_dimensions[get_column_letter(right)].width) - 10 * (note.alignment.indent or 0)) == 1, f"{where}: {note.coordinate} wraps")


def name_rules(sheet, where):
    """The name of a graphic's sheet is a figure's, or ends at one of its words."""
    rest = re.fullmatch(r"(?:Chart|Figure|Heat map) (.+?)(?: \d)?", sheet.title)
    check(not rest or any(f == rest.group(1) or f.startswith(rest.group(1) + "-") for f in FIGURES), f"{where}: its name ends inside a word")


def line_rules(sheet, where, lines, front):
    """The lines above a table: each once, in their order, the title first."""
    check(sheet["A1"].style == "Heading 1", f"{where}: the title is not in the style Heading 1")
    found = [next((i for i, start in enumerate(ORDER) if line.startswith(start)), None) for line in lines[1:]]
    known = [i for i in found if i is not None and not (ORDER[i] == "Source: " and found.count(i) > 1)]
    check(known == sorted(known), f"{where}: its lines are out of order")
    check(front or any(line.startswith("Source: ") for line in lines), f"{where}: no source")
    back = sheet.cell(len(lines), 1)
    check(sheet.title == "Contents" or (lines[-1] == "Return to contents") == restricted, f"{where}: the way back to the contents")
    check(lines[-1] != "Return to contents" or (back.hyperlink and back.hyperlink.tooltip == "Go to the Contents worksheet"), f"{where}: the way back is no link")


def rounding_rules(book, name, where, lines):
    """A table of counts that the cover says are rounded says so; one of residents as
    published, or of exact counts, does not."""
    rule = next((m for row in book["Cover"].iter_rows(values_only=True) for m in [re.search(r"Counts (from \d+ to \d+) are not shown; others are rounded to the nearest (\d+)", str(row[0]))] if m), None)
    said = [line for line in lines if line.startswith("Counts are rounded to ")]
    path = folder / "tables" / f"{name}.csv"
    counts = []
    if path.exists():
        counts = [float(r["numerator"]) for r in csv.DictReader(path.open(encoding="utf-8")) if r.get("numerator") and r.get("method") != "as published"]
    rounded = rule is not None and (bool(counts) or name == "Headlines")
    want = [f"Counts are rounded to the nearest {rule.group(2)}; those {rule.group(1)} are not shown."] if rounded else []
    check(said == want, f"{where}: says of its rounding {said}")
    check(not rounded or all(n % int(rule.group(2)) == 0 for n in counts), f"{where}: a count that is not rounded")


def plain(value):
    return "" if value is None else value


FIGURES = [f["id"] for f in json.loads((folder / "figures.json").read_text())]
headlines = json.loads((folder / "headlines.json").read_text())["headlines"]


def workbook():
    book = openpyxl.load_workbook(folder / "appendix.xlsx")
    archive = zipfile.ZipFile(folder / "appendix.xlsx")
    check(book.sheetnames[:6] == ["Cover", "Contents", "Notes", "Quality", "Methods", "Headlines"], "workbook: the first sheets are out of order")
    tables, notes, totals = set(), set(), {}
    check(book.active.title == "Cover", "workbook: does not open at its cover")
    for number, sheet in enumerate(book, 1):
        where = f"workbook, {sheet.title}"
        sheet_rules(sheet, where, archive.read(f"xl/worksheets/sheet{number}.xml").decode())
        check(sheet.sheet_state == "visible", f"{where}: hidden")
        check(not sheet.merged_cells.ranges, f"{where}: merged cells")
        check(sheet.freeze_panes is None and not sheet.auto_filter.ref, f"{where}: panes or a filter")
        check(not sheet.sheet_view.showGridLines, f"{where}: grid lines")
        check(str(sheet.page_setup.paperSize) == "9", f"{where}: not A4")
        name_rules(sheet, where)
        check(sheet["A1"].style == "Heading 1" or sheet["A1"].font.sz == 16, f"{where}: the title is no heading")
        check(not restricted or sheet["A2"].value == f"Protective marking: {MARKING}", f"{where}: no marking in column A")
        for row in sheet.iter_rows():
            check(any(c.value is not None for c in row), f"{where}: row {row[0].row} is blank")
            for c in row:
                check(c.comment is None and c.data_type != "f", f"{where}: {c.coordinate} has a comment or a formula")
                check(c.value is None or c.font.name == "Arial", f"{where}: {c.coordinate} is set in {c.font.name}")
                text = c.value if isinstance(c.value, str) else ""
                check(not re.fullmatch(r"\W|\.\.|N/?A|nan|-?inf|NaN|-0(\.0+)?", text), f"{where}: {c.coordinate} holds {text!r}")
                if c.hyperlink:
                    target = (c.hyperlink.location or "").split("!")[0].strip("'")
                    check(not c.hyperlink.target and target in book.sheetnames, f"{where}: {c.coordinate} links to {target or c.hyperlink.target}")
        graphic = sheet.title.startswith(("Chart ", "Figure "))
        check(restricted or not graphic, f"{where}: a graphic in the public edition")
        if sheet.title == "Cover" or graphic:
            check(not sheet.tables, f"{where}: has a table")
            said = [str(sheet.cell(r, 1).value) for r in range(1, sheet.max_row + 1)]
            data = [re.fullmatch(r"This worksheet contains one (chart|image)\. The data are in worksheet (\S+)\.", line) for line in said]
            check(not graphic or any(m and m.group(2) in book.sheetnames for m in data), f"{where}: does not name the worksheet of its data")
            check(not sheet.title.startswith("Chart ") or "lower" not in columns_of(data) or any(line.startswith("The chart shows no intervals: ") for line in said), f"{where}: does not say where its intervals are")
            check(not graphic or said[-1] == "Return to contents", f"{where}: the way back to the contents")
            continue
        check(len(sheet.tables) == 1, f"{where}: {len(sheet.tables)} tables")
        for table in sheet.tables.values():
            check(table.name.lower() not in tables and re.fullmatch(r"[a-z][a-z0-9_]*_table", table.name), f"{where}: the table is called {table.name}")
            tables.add(table.name.lower())
            check(table.autoFilter is None, f"{where}: filter buttons")
            left, top, right, bottom = range_boundaries(table.ref)
            check((left, right, bottom) == (1, sheet.max_column, sheet.max_row), f"{where}: something beside or below the table")
            header = [sheet.cell(top, i).value for i in range(left, right + 1)]
            total_rules(sheet, where, left, top, right, bottom)
            month_rules(sheet, where, left, top, right, bottom)
            check(all(header) and len({h.lower() for h in header}) == len(header), f"{where}: empty or repeated headers")
            check(header == [c.name for c in table.tableColumns], f"{where}: headers and names of columns differ")
            used = set()
            for i, name in enumerate(header, 1):
                number = sheet.cell(top, i).alignment.horizontal == "right"
                for r in range(top + 1, bottom + 1):
                    value = sheet.cell(r, i).value
                    if isinstance(value, str):
                        used |= {value[:3]} & SHORTHAND
                    check(value is not None or name == "Why not shown" or re.fullmatch(r"Notes( \[note \d+\])?", name), f"{where}: {get_column_letter(i)}{r} is blank")
                    check(not number or isinstance(value, (int, float)) or value in SHORTHAND, f"{where}: {get_column_letter(i)}{r} is a text among numbers")
                    check(number or value is None or isinstance(value, str), f"{where}: {get_column_letter(i)}{r} is a number among texts")
            lines = [str(sheet.cell(r, 1).value) for r in range(1, top)]
            line_rules(sheet, where, lines, sheet.title in book.sheetnames[1:6])
            rounding_rules(book, sheet.title, where, lines)
            if (folder / "tables" / f"{sheet.title}.csv").exists():
                known = {float(v) for row in csv.reader((folder / "tables" / f"{sheet.title}.csv").open(encoding="utf-8")) for v in row if re.fullmatch(r"-?\d+(\.\d+)?", v)} | {0.0}
                check(all(c.value in known for row in sheet.iter_rows(min_row=top + 1) for c in row if isinstance(c.value, (int, float))), f"{where}: a number that is not in its CSV file")
            for row in sheet.iter_rows(min_row=top + 1, values_only=True):
                if header[0] == "Period" and "Total" in row[:3] and sum(isinstance(v, str) and v not in SHORTHAND for v in row) - row.count("[z]") <= 3:
                    at = next((i for i, v in enumerate(row) if isinstance(v, (int, float))), None)
                    if at:
                        totals.setdefault((header[at], row[0], *[v for v in row[1:at] if not re.fullmatch(r"Total|[EX]\d+", v)]), set()).add((row[at], sheet.title))
            at = next((i for i, line in enumerate(lines) if line.startswith("Some shorthand")), len(lines))
            while at + 1 < len(lines) and not lines[at].endswith("."):
                lines[at : at + 2] = [" ".join(lines[at : at + 2])]
            explained = {s for line in lines if line.startswith("Some shorthand") for s in SHORTHAND if f"{s} means" in line}
            check(used == explained, f"{where}: shorthand used {sorted(used)}, explained {sorted(explained)}")
            marks = [int(n) for text in [lines[0], *header] for n in re.findall(r"\[note (\d+)\]", text)]
            for n in marks:
                check(n <= len(notes) + 1, f"{where}: note {n} is not in the order of first use")
                notes.add(n)
            check(bool(marks) == any(line.startswith("This table contains notes, which can be found in the Notes worksheet") for line in lines), f"{where}: has {len(marks)} notes, and says otherwise")
            check("This worksheet contains one table." in lines, f"{where}: does not say that it has one table")
            check(sheet.print_title_rows in (f"${top}:${top}", f"{top}:{top}"), f"{where}: the header is not repeated in print")
    for what, values in totals.items():
        check(len({v for v, _ in values}) == 1 or what[0] in DIFFERENT, f"workbook: the total of {what} is not one number: {sorted(values)}")
    print(f"workbook: {sum(len(v) for v in totals.values())} totals of {len(totals)} counts agree")
    defined = [row[0].value for row in book["Notes"].iter_rows() if str(row[0].value).startswith("note ")]
    check(defined == [f"note {n}" for n in sorted(notes)], f"workbook: notes used {sorted(notes)}, defined {defined}")
    names = book.defined_names
    names = {n.name: n.attr_text for n in getattr(names, "definedName", None) or names.values()}
    check(all(re.match(r"'?(.+?)'?!\$", ref) and re.match(r"'?(.+?)'?!\$", ref).group(1) in book.sheetnames for ref in names.values()), "workbook: a name of no sheet")
    check(not any(re.fullmatch(r"[A-Za-z]{1,3}\d+", n) for n in names), "workbook: a name that reads as a cell")
    styles = archive.read("xl/styles.xml").decode()
    check(re.search(r'<fonts[^>]*><font>.*?<sz val="12"', styles) and re.search(r'<fonts[^>]*><font>.*?<name val="Arial"', styles), "workbook: the default is not Arial 12")
    check((book.properties.contentStatus or "") == (MARKING if restricted else ""), "workbook: its content status")
    check(book.properties.created == book.properties.modified and book.properties.created.hour == 0, "workbook: times of a clock")
    for h in headlines:
        if h["source"]:
            sheet, cell = h["source"]["worksheet"], h["source"]["cell"]
            value = book[sheet][cell].value
            check(value == h["value"] or (h["value"] is None and value in SHORTHAND) or (value not in SHORTHAND and abs(value - h["value"]) < 1e-9 * max(1, abs(value))), f"workbook: {sheet}!{cell} holds {value}, {h['id']} says {h['value']}")
            target = names.get(h["id"].replace("-", "_") + "_value", "").replace("'", "").replace("$", "")
            check(target == f"{sheet}!{cell}", f"workbook: the name of {h['id']} points at {target or 'nothing'}")
    check(book.properties.language == "en-GB" and book.properties.title and "partnership" in book.properties.creator, "workbook: title, language or creator are not set")
    graphics = 0
    for name in archive.namelist():
        check(not re.search(r"vba|externalLink|comments|oleObject", name), f"workbook: has {name}")
        text = archive.read(name).decode() if name.endswith(".xml") else ""
        check(archive.getinfo(name).date_time == (1980, 1, 1, 0, 0, 0), f"workbook: {name} has the time of a clock")
        if name.startswith("xl/tables/"):
            check(re.search(r'altText="[^"]{5,}" altTextSummary="[^"]{10,}"', text), f"workbook: {name} has no alternative text")
            check("autoFilter" not in text and 'showRowStripes="0"' in text and "<tableStyleInfo name" not in text, f"workbook: {name} has a style or filter buttons")
        if name.startswith("xl/charts/"):
            check('lang="en-US"' not in text and '<c:lang val="en-GB"' in text and 'typeface="Arial"' in text, f"workbook: {name} is in another language or face")
        if name.startswith("xl/drawings/drawing"):
            check("txBody" not in text, f"workbook: {name} has a text box")
            for e in ElementTree.fromstring(archive.read(name)).iter():
                if local(e) == "cNvPr":
                    graphics += 1
                    check(len(attribute(e, "descr")) > 20, f"workbook: a graphic of {name} has no alternative text")
        check(restricted or not re.search(r"xl/(media|charts|drawings)/", name), f"workbook: the public edition has {name}")
    print(f"workbook: printed at {min(sizes)[0]:.2f} points or more ({min(sizes)[1]}), {sum(size < ALLOWED for size, _ in sizes)} of {len(sizes)} sheets under {ALLOWED:.0f}")
    print(f"workbook: {len(book.sheetnames)} sheets, {len(tables)} tables, {graphics} charts and pictures")
    return {s.title: {c.coordinate: c.value for row in s.iter_rows() for c in row if c.value is not None} for s in book}


# Headers that leave it to the title what is counted, so that their totals differ.
DIFFERENT = {"Offences", "Flagged domestic abuse", "People of the group", "Offences within the radius", "Offences not costed"}


def columns_of(matches):
    """The columns of the CSV file of the worksheet that a chart names."""
    name = next((m.group(2) for m in matches if m), "")
    path = folder / "tables" / f"{name}.csv"
    return next(csv.reader(path.open(encoding="utf-8"))) if path.exists() else []


def unmarked():
    """No part of the public tree, unpacked, bears the marking."""
    for path in sorted(p for p in folder.rglob("*") if p.is_file()):
        parts = zipfile.ZipFile(path) if path.suffix in (".xlsx", ".docx", ".ods") else None
        texts = [parts.read(n) for n in parts.namelist()] if parts else [path.read_bytes()]
        check(not any(MARKING.encode() in t for t in texts), f"{path.name}: the public edition is marked")


def ods_totals(table, looks):
    """In the ODS too a total is bold, with a rule above the first of several."""
    rows = [[(attribute(c, "style-name"), attribute(c, "value-type"), "".join(c.itertext())) for c in row if local(c) == "table-cell"] for row in table.iter() if local(row) == "table-row"]
    head = next((i for i, row in enumerate(rows) if row[0][0].startswith("Header")), len(rows))
    total = [any(kind == "string" and text == "Total" for _, kind, text in row) for row in rows]
    for i in range(head + 1, len(rows)):
        if not total[i] or all(total[head + 1 :]):
            continue
        said = [{k.rsplit("}", 1)[-1]: v for part in looks[style].values() for k, v in part.items()} for style, kind, _ in rows[i]]
        check(any(look.get("font-weight") == "bold" for look in said), f"ODS, {attribute(table, 'name')}: the total of row {i + 1} is not bold")
        check(total[i - 1] or all("solid" in look.get("border-top", "") for look in said), f"ODS, {attribute(table, 'name')}: no rule above the total of row {i + 1}")


def ods(cells):
    path = folder / "appendix.ods"
    if restricted or not path.exists():
        return
    archive = zipfile.ZipFile(path)
    check(archive.namelist()[0] == "mimetype" and archive.infolist()[0].compress_type == 0, "ODS: the type is not the first part, stored")
    looks = {attribute(e, "name"): {local(p): p.attrib for p in e} for e in ElementTree.fromstring(archive.read("styles.xml")).iter() if local(e) == "style"}
    for table in ElementTree.fromstring(archive.read("content.xml")).iter():
        if local(table) != "table":
            continue
        ods_totals(table, looks)
        mine = {}
        for r, row in enumerate((e for e in table.iter() if local(e) == "table-row"), 1):
            for c, cell in enumerate((e for e in row if local(e) == "table-cell"), 1):
                if attribute(cell, "value-type") == "float":
                    mine[f"{get_column_letter(c)}{r}"] = float(attribute(cell, "value"))
                elif attribute(cell, "value-type") == "string":
                    mine[f"{get_column_letter(c)}{r}"] = "".join({"s": " ", "tab": "\t", "line-break": "\n"}.get(local(e), "") + (e.text or "") + (e.tail or "" if local(e) in ("s", "tab", "line-break", "a") else "") for e in cell.iter())
        name = attribute(table, "name")
        theirs = cells.get(name, {})
        check(mine.keys() == theirs.keys(), f"ODS, {name}: other cells than the workbook's")
        for k in mine.keys() & theirs.keys():
            check(mine[k] == theirs[k], f"ODS, {name}: {k} differs from the workbook")
    content, styles, meta = (archive.read(n).decode() for n in ("content.xml", "styles.xml", "meta.xml"))
    check('office:version="1.3"' in content and "<dc:language>en-GB</dc:language>" in meta and "<dc:title>" in meta, "ODS: version, language or title")
    check(content.count("<table:database-range ") == content.count("<table:table ") - 1 and content.count('table:contains-header="true"') == content.count("<table:database-range "), "ODS: not one marked table on each sheet but the cover")
    check(content.count('"Heading_20_1') == content.count("<table:table "), "ODS: a sheet without a heading")
    check('style:scale-to-X="1"' in styles and 'style:print-orientation="landscape"' in styles and styles.count('style:display="false"') >= 2, "ODS: its page")
    check('style:use-optimal-row-height="true"' in content and "table:covered-table-cell" not in content, "ODS: rows or merged cells")
    print("ODS: the cells are those of the workbook")


def tables():
    n = 0
    records = {}
    for path in sorted((folder / "tables").glob("*.csv")):
        n += 1
        meta = json.loads(Path(str(path) + "-metadata.json").read_text())
        check(not path.read_bytes().startswith(b"\xef\xbb\xbf") and b"\n#" not in path.read_bytes(), f"{path.name}: a byte-order mark or a comment")
        rows = list(csv.reader(path.open(newline="", encoding="utf-8")))
        columns = meta["tableSchema"]["columns"]
        check(meta["url"] == path.name and meta["@context"][0] == "http://www.w3.org/ns/csvw", f"{path.name}: its metadata are of another file")
        check(rows[0] == [c["name"] for c in columns], f"{path.name}: its columns are not those of its metadata")
        check(all(re.fullmatch(r"[a-z][a-z0-9_]*", c) for c in rows[0]), f"{path.name}: names that are not snake case")
        check(b"\r" not in path.read_bytes().replace(b"\r\n", b"\r") or b"\r\n" not in path.read_bytes(), f"{path.name}: CRLF")
        keys = set()
        at = [rows[0].index(k) for k in meta["tableSchema"]["primaryKey"]]
        for row in rows[1:]:
            key = tuple(row[i] for i in at)
            check(key not in keys, f"{path.name}: the key {key} is there twice")
            keys.add(key)
            records[path.stem, ": ".join(re.sub(r"^'(?=\W)", "", k) for k in key)] = dict(zip(rows[0], row))
            if "value" in rows[0] and "status" in rows[0] and not row[rows[0].index("value")]:
                check(row[rows[0].index("status")] in ("c", "x", "z"), f"{path.name}: an empty value without a reason")
            check(not set(row) & SHORTHAND, f"{path.name}: shorthand in a cell")
            for value, c in zip(row, columns):
                kind = c["datatype"] if isinstance(c["datatype"], str) else c["datatype"]["base"]
                check(value or not c["required"], f"{path.name}: {c['name']} is required and empty")
                check(not value.startswith(("=", "+", "@", "\t")), f"{path.name}: a cell of {c['name']} begins a formula")
                if value and kind != "string":
                    check(re.fullmatch(r"-?\d+" if kind == "integer" else r"-?\d+(\.\d+)?", value), f"{path.name}: {c['name']} holds {value!r}, not a {kind}")
                    if isinstance(c["datatype"], dict) and "minimum" in c["datatype"]:
                        check(float(value) >= float(c["datatype"]["minimum"]), f"{path.name}: {c['name']} is under its minimum")
    for h in headlines:
        if h["source"] and h["value"] is not None:
            record = records.get((h["source"]["table"], h["source"]["row"]))
            check(record and float(record[h["source"]["column"]]) == h["value"], f"{h['id']}: the CSV file has another value")
    print(f"tables: {n} CSV files read by their metadata")


def quotients(body, text):
    """Where a table of the numbers behind statements has a numerator and a denominator, they give the value."""
    number = lambda t: float(t.replace(",", "").replace("−", "-")) if re.fullmatch(r"[−-]?[\d,]+(\.\d+)?", t) else None
    for table in (e for e in body.iter() if local(e) == "tbl"):
        rows = [[text(c) for c in r if local(c) == "tc"] for r in table if local(r) == "tr"]
        if "Numerator" not in rows[0] or "Unit" not in rows[0]:
            continue
        column = {h: i for i, h in enumerate(rows[0])}
        for row in rows[1:]:
            value, over, under = (number(row[column[h]]) for h in ("Value", "Numerator", "Denominator"))
            if value is None or over is None or not under:
                continue
            last = 0.51 * 10 ** -len(row[column["Value"]].partition(".")[2])
            fits = any(abs(over / under * k - value) <= last + 0.006 * abs(value) for k in (1, 12, 100, 1e3, 1e4, 1e5))
            check(fits or value == over, f"Word: {row[0]}: {over:g} over {under:g} is not {value:g} {row[column['Unit']]}")


def document():
    archive = zipfile.ZipFile(folder / "headlines.docx")
    body = ElementTree.fromstring(archive.read("word/document.xml"))
    text = lambda e: "".join(t.text or "" for t in e.iter() if local(t) == "t")
    level = 0
    said = {}
    for p in (e for e in body.iter() if local(e) == "p"):
        style = next((attribute(e, "val") for e in p.iter() if local(e) == "pStyle"), "")
        if re.fullmatch(r"Heading\d", style):
            check(int(style[-1]) <= level + 1, f"Word: {text(p)!r} jumps from level {level} to {style[-1]}")
            level = int(style[-1])
        for mark in (e for e in p if local(e) == "bookmarkStart"):
            said[attribute(mark, "name")] = text(p)
    for h in headlines:
        check(said.get(h["id"].replace("-", "_")[:40]) == h["statement"], f"Word: the bookmark of {h['id']} does not hold its sentence")
    for e in body.iter():
        if local(e) in ("docPr", "cNvPr"):
            check(len(attribute(e, "descr")) > 20, "Word: a picture has no alternative text")
        if local(e) == "tbl":
            rows = [r for r in e if local(r) == "tr"]
            check(any(local(x) == "tblHeader" for x in rows[0].iter()), "Word: a table has no header row")
            check(any(local(x) == "tblCaption" for x in e.iter()), "Word: a table has no title")
    pages = [int(text(f)) for f in body.iter() if local(f) == "fldSimple" and "PAGEREF" in attribute(f, "instr")]
    check(len(pages) > 1 and pages == sorted(pages) and pages[0] > 0, f"Word: contents without pages, or out of order: {pages}")
    paragraphs = [(next((attribute(e, "val") for e in p.iter() if local(e) == "pStyle"), ""), any(local(e) == "keepNext" for e in p.iter()), text(p)) for p in body.iter() if local(p) == "p"]
    for (before, _, _), (style, kept, words), (after, _, _) in zip(paragraphs, paragraphs[1:], paragraphs[2:]):
        check(style != "ListBullet" or not before.startswith("Heading") or after != "ListBullet" or kept, f"Word: {words!r} may stand alone below its heading")
    quotients(body, text)
    marks = [attribute(e, "name") for e in body.iter() if local(e) == "bookmarkStart"]
    check(len(set(marks)) == len(marks) and all(re.fullmatch(r"[A-Za-z]\w{0,39}", m) for m in marks), "Word: a bookmark that is no name, or there twice")
    check(all(any(local(x) == "cantSplit" for x in r.iter()) for r in body.iter() if local(r) == "tr"), "Word: a row that may be torn")
    check("SEQ " in archive.read("word/document.xml").decode(), "Word: captions without numbers that count themselves")
    check(re.search(r'compatibilityMode"[^>]*w:val="15"', archive.read("word/settings.xml").decode()), "Word: another compatibility mode")
    check("PAGE" in archive.read("word/footer1.xml").decode(), "Word: no number of the page")
    for part in ("word/header1.xml", "word/footer1.xml"):
        check((MARKING in archive.read(part).decode()) == restricted, f"Word: the marking in {part}")
    check("en-GB" in archive.read("docProps/core.xml").decode(), "Word: no language")
    pictures = [n for n in archive.namelist() if n.endswith(".png")]
    check(all(n[:-3] + "svg" in archive.namelist() for n in pictures), "Word: a picture has no SVG twin")
    print(f"Word: {len(said)} bookmarks, {len(pictures)} pictures")


class Page(HTMLParser):
    def __init__(self):
        super().__init__()
        self.ids, self.headings, self.scripts, self.policy, self.stack, self.text = [], [], [], "", [], []
        self.captions, self.tables, self.pictures, self.titles = 0, 0, 0, 0

    def handle_starttag(self, tag, attrs):
        a = dict(attrs)
        self.stack.append((tag, a))
        if "id" in a:
            self.ids.append(a["id"])
        for name, value in attrs:
            check(not name.startswith("on"), f"page: <{tag} {name}>")
            if name in ("src", "href", "xlink:href", "action"):
                check(value.startswith("#"), f"page: <{tag}> asks for {value}")
        if re.fullmatch(r"h[1-6]", tag):
            self.headings.append(int(tag[1]))
        self.captions += tag == "caption"
        self.tables += tag == "table"
        self.pictures += tag == "svg"
        self.titles += tag == "title" and len(self.stack) > 1 and self.stack[-2][0] == "svg"
        if tag == "th":
            check(a.get("scope") in ("row", "col"), "page: a header without a scope")
        if tag == "svg":
            check(a.get("role") == "img" and a.get("aria-labelledby"), "page: a drawing without a name")
        if tag == "meta" and a.get("http-equiv") == "Content-Security-Policy":
            self.policy = a["content"]
        if tag == "html":
            check(a.get("lang") == "en-GB", "page: the language is not en-GB")
        if tag in ("meta", "path", "rect", "circle", "link", "br", "hr", "img", "input"):
            self.stack.pop()

    def handle_startendtag(self, tag, attrs):
        self.handle_starttag(tag, attrs)
        if self.stack and self.stack[-1][0] == tag:
            self.stack.pop()

    def handle_endtag(self, tag):
        while self.stack and self.stack.pop()[0] != tag:
            pass

    def handle_data(self, data):
        if self.stack and self.stack[-1][0] == "script":
            if self.stack[-1][1].get("type") != "application/json":
                self.scripts.append(data)
        elif not self.stack or self.stack[-1][0] not in ("style", "title", "desc"):
            self.text.append(data)


def page():
    source = (folder / "report.html").read_text(encoding="utf-8")
    p = Page()
    p.feed(source)
    check(len(set(p.ids)) == len(p.ids), "page: an id is there twice")
    check(all(b <= a + 1 for a, b in zip([0] + p.headings, p.headings)) and p.headings.count(1) == 1, "page: headings jump, or not one h1")
    check(p.captions == p.tables, f"page: {p.tables} tables, {p.captions} captions")
    check(p.titles == p.pictures, f"page: {p.pictures} drawings, {p.titles} names")
    check(len(p.scripts) == 1, f"page: {len(p.scripts)} scripts")
    digest = base64.b64encode(hashlib.sha256(p.scripts[0].encode()).digest()).decode()
    check(f"script-src 'sha256-{digest}'" in p.policy and p.policy.startswith("default-src 'none'"), "page: the policy does not have the hash of the script")
    words = " ".join(" ".join(p.text).split())
    for h in headlines:
        check(" ".join(h["statement"].split()) in words, f"page: {h['id']} is not said")
    check((MARKING in words) == restricted, "page: the marking")
    check(not restricted or words.rstrip().endswith(MARKING), "page: the last line is not the marking")
    check(all(f"<{tag}" in source for tag in ("header", "main", "nav", "footer")) and 'class="skip" href="#main"' in source, "page: a landmark or the skip link is missing")
    check(('content="noindex"' in source) == restricted and "prefers-color-scheme:dark" in source and "beforeprint" in source and "::details-content" in source, "page: robots, dark or print")
    check(not re.search(r"innerHTML|https?://(?!www\.w3\.org)", p.scripts[0]), "page: the script writes markup or names an address")
    check(len(source) < 12 << 20, "page: over a megabyte a theme")
    print(f"page: {len(source) >> 10} kB, {p.pictures} drawings, {p.tables} tables")


def figures():
    listed = json.loads((folder / "figures.json").read_text())
    for f in listed:
        svg = ElementTree.parse(folder / "figures" / f["svg"]).getroot()
        check(local(svg[0]) == "title" and local(svg[1]) == "desc" and svg[1].text == f["alt_text"], f"{f['svg']}: no name or another description")
        png = (folder / "figures" / f["png"]).read_bytes()
        check(png[:8] == b"\x89PNG\r\n\x1a\n" and b"pHYs" in png[:100], f"{f['png']}: no resolution")
        check((MARKING in "".join(svg.itertext())) == restricted, f"{f['svg']}: the marking")
        check((folder / "tables" / (f["table"] + ".csv")).exists(), f"{f['id']}: no table {f['table']}")
        check(not f["subtitle"].startswith(f["title"] + ","), f"{f['id']}: the subtitle says the title again")
        order = [m.group(1) for m in (re.fullmatch(r"\d+ months to \w+ (\d{4})( \(n = [\d,]+\))?", "".join(e.itertext())) for e in svg.iter() if local(e) == "text") if m]
        check(order == sorted(order), f"{f['id']}: periods out of the order of time: {order}")
    print(f"figures: {len(listed)}")


ods(workbook())
tables()
document()
page()
figures()
if not restricted:
    unmarked()
for f in list(dict.fromkeys(faults))[:50]:
    print("fault:", f, file=sys.stderr)
print(f"{edition}: {len(set(faults))} faults")
sys.exit(1 if faults else 0)
