#!/usr/bin/python3
"""Pulls statements of headlines.docx into a document of another hand and refreshes them.

usage: strategy.py RUN EDITION

LibreOffice opens a strategy whose sections are linked to bookmarks of
headlines.docx, one in twenty of them, since each link reads the whole file; each must read as the statement does. Then one
statement of headlines.docx is changed, as a later run would, and the links are
refreshed: the strategy must say the new one. LibreOffice links a section where
Word has an INCLUDETEXT field; both name a file and a bookmark.

And a strategy as Word keeps it, a .docx with an INCLUDETEXT field for each of
these statements: LibreOffice does not carry the field out, so it must show the
field's last text, and must give the field back as it was when it saves the file.
"""
import json, os, re, shutil, subprocess, sys, tempfile, time, zipfile
from xml.sax.saxutils import escape

import uno
from com.sun.star.beans import PropertyValue

run, edition = sys.argv[1:3]
folder = tempfile.mkdtemp()
headlines = os.path.join(folder, "headlines.docx")
shutil.copy(os.path.join(run, edition, "headlines.docx"), headlines)
statements = [h for h in json.load(open(os.path.join(run, edition, "headlines.json"), encoding="utf-8"))["headlines"] if h.get("source")]


def bookmark(name):
    """The name of a bookmark, by the rule of the last chapter of headlines.docx."""
    return name.replace("-", "_")


def strategy(names):
    """A flat ODT document whose sections are linked to bookmarks."""
    section = '<text:section text:name="s{0}"><text:section-source xlink:href="{1}" text:section-name="{2}" text:filter-name="MS Word 2007 XML"/><text:p>not read</text:p></text:section>'
    body = "".join(section.format(i, uno.systemPathToFileUrl(headlines), escape(n)) for i, n in enumerate(names))
    return (
        '<?xml version="1.0" encoding="UTF-8"?><office:document xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" '
        'xmlns:xlink="http://www.w3.org/1999/xlink" office:version="1.3" office:mimetype="application/vnd.oasis.opendocument.text"><office:body><office:text>'
        + body + "<text:p>The end.</text:p></office:text></office:body></office:document>"
    )


WORD = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
PACKAGE = {
    "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>',
    "_rels/.rels": '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>',
}


def code(name):
    """The field code of a statement: { INCLUDETEXT "file" bookmark }."""
    return 'INCLUDETEXT "headlines.docx" ' + name


def word_strategy(path, statements):
    """A .docx whose paragraphs are fields, each with the text that it last had."""
    kind = '<w:r><w:fldChar w:fldCharType="%s"/></w:r>'
    field = "<w:p>" + kind % "begin" + '<w:r><w:instrText xml:space="preserve"> {0} </w:instrText></w:r>' + kind % "separate" + "<w:r><w:t>{1}</w:t></w:r>" + kind % "end" + "</w:p>"
    body = "".join(field.format(escape(code(n)), escape(t)) for n, t in statements)
    with zipfile.ZipFile(path, "w") as z:
        for name, text in PACKAGE.items():
            z.writestr(name, text)
        z.writestr("word/document.xml", "<w:document " + WORD + "><w:body>" + body + "</w:body></w:document>")


def kept(desktop, statements):
    """What LibreOffice does to the fields of Word."""
    path, again = os.path.join(folder, "strategy.docx"), os.path.join(folder, "again.docx")
    word_strategy(path, statements)
    doc = desktop.loadComponentFromURL(uno.systemPathToFileUrl(path), "_blank", 0, (hidden(),))
    shown = doc.Text.String
    filter_ = PropertyValue()
    filter_.Name, filter_.Value = "FilterName", "MS Word 2007 XML"
    doc.storeToURL(uno.systemPathToFileUrl(again), (filter_,))
    doc.close(True)
    saved = re.sub(r"<[^>]+>", "", "".join(re.findall(r"<w:instrText[^>]*>.*?</w:instrText>", zipfile.ZipFile(again).read("word/document.xml").decode())))
    for name, text in statements:
        if text not in shown:
            yield "the field of %s does not show its last text" % name
        if escape(code(name), {'"': "&quot;"}) not in saved:
            yield "the field of %s is lost in saving" % name


def change(old, new):
    """Puts another text into headlines.docx."""
    with zipfile.ZipFile(headlines) as z:
        parts = [(i, z.read(i.filename)) for i in z.infolist()]
    with zipfile.ZipFile(headlines, "w") as z:
        for info, data in parts:
            if info.filename == "word/document.xml":
                assert escape(old).encode() in data, "the statement is not in headlines.docx"
                data = data.replace(escape(old).encode(), escape(new).encode())
            z.writestr(info, data)


def office():
    """A LibreOffice of its own, and its desktop."""
    pipe = "strategy%d" % os.getpid()
    process = subprocess.Popen(["soffice", "-env:UserInstallation=file://" + folder + "/profile", "--headless", "--invisible", "--accept=pipe,name=" + pipe + ";urp;"], stderr=subprocess.DEVNULL)
    resolver = uno.getComponentContext().ServiceManager.createInstance("com.sun.star.bridge.UnoUrlResolver")
    for _ in range(120):
        try:
            context = resolver.resolve("uno:pipe,name=" + pipe + ";urp;StarOffice.ComponentContext")
            return process, context.ServiceManager.createInstanceWithContext("com.sun.star.frame.Desktop", context)
        except Exception:
            time.sleep(0.5)
    process.kill()
    sys.exit("LibreOffice does not answer")


def hidden():
    value = PropertyValue()
    value.Name, value.Value = "Hidden", True
    return value


document = zipfile.ZipFile(headlines).read("word/document.xml").decode()
marks = set(re.findall(r'<w:bookmarkStart [^>]*w:name="([^"]+)"', document))
names = [bookmark(h["id"]) for h in statements]
short = [(n, h["statement"]) for n, h in zip(names, statements) if n in marks]  # the others have cut names
pulled = short[::20]
faults = [] if len(short) > 0.9 * len(names) else ["only %d of %d statements have a bookmark of their name" % (len(short), len(names))]
path = os.path.join(folder, "strategy.fodt")
open(path, "w", encoding="utf-8").write(strategy([n for n, _ in pulled]))
process, desktop = office()
try:
    doc = desktop.loadComponentFromURL(uno.systemPathToFileUrl(path), "_blank", 0, (hidden(),))
    doc.updateLinks()
    sections = doc.TextSections
    for i, (name, text) in enumerate(pulled):
        got = sections.getByName("s%d" % i).Anchor.String.strip()
        if got != text:
            faults.append("bookmark %s reads %r, and the statement is %r" % (name, got, text))
    faults += kept(desktop, pulled)
    change(pulled[0][1], "The statement of a later run.")
    doc.updateLinks()
    if sections.getByName("s0").Anchor.String.strip() != "The statement of a later run.":
        faults.append("a refreshed link still says " + sections.getByName("s0").Anchor.String)
    doc.close(True)
finally:
    try:
        desktop.terminate()
    except Exception:
        pass
    process.wait(30)
shutil.rmtree(folder, ignore_errors=True)
for fault in faults[:20]:
    print(fault)
print("strategy: %d statements pulled in by their bookmarks, one refreshed; %d INCLUDETEXT fields kept" % (len(pulled), len(pulled)))
sys.exit(1 if faults else 0)
