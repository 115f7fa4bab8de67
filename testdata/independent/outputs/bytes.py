"""Compares runs that must agree: python3 bytes.py FIRST OTHER... [--shuffled RUN]

The others must have the same bytes in every file. The shuffled run read the same
rows in another order, so that its input file has another hash and its account of
rows names other lines: the three files that say so are left out, and every other
must have the same bytes."""
import hashlib
import sys
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

# What names the files that were read, their lines and their hashes; all else is
# the same, the workbooks and the Word files included.
ABOUT_INPUT = {"manifest.json", "manifest.sha256", "quality.json"}

if shuffled:
    other = files(Path(shuffled))
    compared = [p for p in first if p.name not in ABOUT_INPUT or p.parent.name == "public"]
    for p in compared:
        if p not in other or digest(first[p].read_bytes()) != digest(other[p].read_bytes()):
            faults.append(f"shuffled rows: {p} differs")
    print(f"the same rows in another order: {len(compared)} files compared")
for f in faults[:40]:
    print("fault:", f, file=sys.stderr)
sys.exit(1 if faults else 0)
