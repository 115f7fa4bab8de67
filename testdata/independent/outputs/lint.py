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


def plain(value):
    return "" if value is None else value


headlines = json.loads((folder / "headlines.json").read_text())["headlines"]


def workbook():
    book = openpyxl.load_workbook(folder / "appendix.xlsx")
    archive = zipfile.ZipFile(folder / "appendix.xlsx")
    check(book.sheetnames[:6] == ["Cover", "Contents", "Notes", "Quality", "Methods", "Headlines"], "workbook: the first sheets are out of order")
    tables, notes = set(), set()
    for sheet in book:
        where = f"workbook, {sheet.title}"
        check(sheet.sheet_state == "visible", f"{where}: hidden")
        check(not sheet.merged_cells.ranges, f"{where}: merged cells")
        check(sheet.freeze_panes is None and not sheet.auto_filter.ref, f"{where}: panes or a filter")
        check(not sheet.sheet_view.showGridLines, f"{where}: grid lines")
        check(sheet.page_setup.orientation == "landscape" and str(sheet.page_setup.paperSize) == "9" and sheet.page_setup.fitToWidth == 1, f"{where}: not A4 landscape, one page wide")
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
            continue
        check(len(sheet.tables) == 1, f"{where}: {len(sheet.tables)} tables")
        for table in sheet.tables.values():
            check(table.name.lower() not in tables and re.fullmatch(r"[a-z][a-z0-9_]*_table", table.name), f"{where}: the table is called {table.name}")
            tables.add(table.name.lower())
            check(table.autoFilter is None, f"{where}: filter buttons")
            left, top, right, bottom = range_boundaries(table.ref)
            check((left, right, bottom) == (1, sheet.max_column, sheet.max_row), f"{where}: something beside or below the table")
            header = [sheet.cell(top, i).value for i in range(left, right + 1)]
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
            explained = {s for line in lines if line.startswith("Some shorthand") for s in SHORTHAND if f"{s} means" in line}
            check(used == explained, f"{where}: shorthand used {sorted(used)}, explained {sorted(explained)}")
            marks = [int(n) for text in [lines[0], *header] for n in re.findall(r"\[note (\d+)\]", text)]
            for n in marks:
                check(n <= len(notes) + 1, f"{where}: note {n} is not in the order of first use")
                notes.add(n)
            check(bool(marks) == any(line.startswith("This table contains notes, which can be found in the Notes worksheet") for line in lines), f"{where}: has {len(marks)} notes, and says otherwise")
            check("This worksheet contains one table." in lines, f"{where}: does not say that it has one table")
            check(sheet.print_title_rows in (f"${top}:${top}", f"{top}:{top}"), f"{where}: the header is not repeated in print")
    defined = [row[0].value for row in book["Notes"].iter_rows() if str(row[0].value).startswith("note ")]
    check(defined == [f"note {n}" for n in sorted(notes)], f"workbook: notes used {sorted(notes)}, defined {defined}")
    names = book.defined_names
    names = {n.name: n.attr_text for n in getattr(names, "definedName", None) or names.values()}
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
        if name.startswith("xl/drawings/drawing"):
            for e in ElementTree.fromstring(archive.read(name)).iter():
                if local(e) == "cNvPr":
                    graphics += 1
                    check(len(attribute(e, "descr")) > 20, f"workbook: a graphic of {name} has no alternative text")
        check(restricted or not re.search(r"xl/(media|charts|drawings)/", name), f"workbook: the public edition has {name}")
    print(f"workbook: {len(book.sheetnames)} sheets, {len(tables)} tables, {graphics} charts and pictures")
    return {s.title: {c.coordinate: c.value for row in s.iter_rows() for c in row if c.value is not None} for s in book}


def ods(cells):
    path = folder / "appendix.ods"
    if restricted or not path.exists():
        return
    archive = zipfile.ZipFile(path)
    check(archive.namelist()[0] == "mimetype" and archive.infolist()[0].compress_type == 0, "ODS: the type is not the first part, stored")
    for table in ElementTree.fromstring(archive.read("content.xml")).iter():
        if local(table) != "table":
            continue
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
    print("ODS: the cells are those of the workbook")


def tables():
    n = 0
    records = {}
    for path in sorted((folder / "tables").glob("*.csv")):
        n += 1
        meta = json.loads(Path(str(path) + "-metadata.json").read_text())
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
    print(f"figures: {len(listed)}")


ods(workbook())
tables()
document()
page()
figures()
for f in list(dict.fromkeys(faults))[:50]:
    print("fault:", f, file=sys.stderr)
print(f"{edition}: {len(set(faults))} faults")
sys.exit(1 if faults else 0)
