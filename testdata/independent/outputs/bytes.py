"""Compares runs that must agree: python3 bytes.py FIRST OTHER... [--shuffled RUN]

The others must have the same bytes in every file. The shuffled run read the same
rows in another order, so that its input has another hash and its account of rows
names other lines: what says so is left out, and the rest must be the same."""
import hashlib
import re
import sys
import zipfile
from pathlib import Path

arguments = sys.argv[1:]
shuffled = arguments.pop() if "--shuffled" in arguments else None
runs = [Path(a) for a in arguments if a != "--shuffled"]


def files(run):
    return {p.relative_to(run): p for p in sorted(run.rglob("*")) if p.is_file()}


def digest(data):
    return hashlib.sha256(data).hexdigest()


first = files(runs[0])
faults = []
for run in runs[1:]:
    other = files(run)
    faults += [f"{run}: other files" for _ in [0] if other.keys() != first.keys()]
    faults += [f"{run}: {p} has other bytes" for p in first.keys() & other.keys() if digest(first[p].read_bytes()) != digest(other[p].read_bytes())]
print(f"{len(runs)} runs of {len(first)} files: {'the same bytes' if not faults else 'different bytes'}")

# What names the input: its hash, its name, and the lines of examples.
ABOUT_INPUT = {"manifest.json", "manifest.sha256", "quality.json", "run.log", "audit.json"}
HASH = re.compile(rb"Input [0-9a-f]{12}")


def substance(path):
    data = path.read_bytes()
    if path.suffix not in (".xlsx", ".ods", ".docx"):
        return HASH.sub(b"", data)
    parts = []
    archive = zipfile.ZipFile(path)
    for name in archive.namelist():
        # The second-to-last of the sheets in front of the tables is the quality sheet.
        if path.suffix == ".xlsx" and name == "xl/worksheets/sheet4.xml":
            continue
        part = HASH.sub(b"", archive.read(name))
        if path.suffix == ".ods" and name == "content.xml":
            part = re.sub(rb'<table:table table:name="Quality".*?</table:table>', b"", part, flags=re.S)
        parts.append(name.encode() + part)
    return b"".join(parts)


if shuffled:
    other = files(Path(shuffled))
    compared = [p for p in first if p.name not in ABOUT_INPUT]
    for p in compared:
        if p not in other or substance(first[p]) != substance(other[p]):
            faults.append(f"shuffled rows: {p} differs")
    print(f"the same rows in another order: {len(compared)} files compared")
for f in faults[:40]:
    print("fault:", f, file=sys.stderr)
sys.exit(1 if faults else 0)
