"""Times a whole run of svna beside the report that an analyst writes with pandas,
matplotlib and openpyxl, on the same extract, with the same number of figures of the
same size in pixels and the same number of sheets:

    python3 testdata/independent/report.py REPORT_PANDAS.PY [ROUNDS]

Needs pandas, matplotlib and openpyxl, and go unless SVNA names a built program. The
two run in turn; printed are the medians of wall and processor seconds and the median
of the ratios of each round. The peer's script is read where it lies, and only its
numbers of figures and sheets and the size of a figure are changed.
"""
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
import zipfile
from pathlib import Path

import pandas as pd

peer, rounds = Path(sys.argv[1]).resolve(), int(sys.argv[2]) if len(sys.argv) > 2 else 5
root = Path(__file__).resolve().parents[2]


def convert(extract, folder):
    """Writes the extract of the sample in the columns that the peer reads."""
    x = pd.read_csv(extract, dtype=str, keep_default_na=False)
    day = lambda c: pd.to_datetime(x[c], dayfirst=True, errors="coerce")
    text = lambda *names: next((x[n] for n in names if n in x), pd.Series([""] * len(x)))
    number = lambda c: pd.to_numeric(text(c), errors="coerce")
    known = lambda *names: text(*names).replace("", None)
    out = pd.DataFrame({
        "crime_ref": text("Crime Ref"), "recorded_date": day("Recorded Date"), "committed_from": day("Committed From"), "committed_to": day("Committed To"),
        "offence_code": text("HO Code"), "offence_group": text("Offence"), "offence_minor": text("Offence"),
        "borough_code": text("Borough Code"), "borough_name": text("Borough Code"), "ward_code": text("Ward Code"), "ward_name": text("Ward Code"),
        "lsoa_code": text("LSOA Code", "LSOA"), "easting": number("Easting"), "northing": number("Northing"),
        "location_type": text("Location Type"), "location_text": text("Location Type"), "knife_usage": known("Knife Use"), "da_flag": text("Domestic Abuse"),
        "injury_level": known("Victim Injury"), "victim_age": number("Victim Age at Offence"), "victim_sex": known("Victim Sex"),
        "victim_ethnicity": known("Victim Ethnicity SDE", "Victim Self-defined Ethnicity"), "victim_disability": known("Victim Disability"),
        "suspect_age": number("Suspect Age at Offence"), "suspect_sex": known("Suspect Sex"), "suspect_ethnicity": known("Suspect Ethnicity SDE"),
        "outcome": known("Outcome Code", "Outcome Type"),
    })
    out["knife_flag"] = out.knife_usage.notna().map({True: "Y", False: "N"})
    groups = out.offence_group.value_counts().index
    out["offence_group"] = out.offence_group.replace({groups[0]: "VIOLENCE WITH INJURY", groups[1]: "ROBBERY"})
    folder.mkdir(parents=True)
    out.to_csv(folder / "extract.csv", index=False)
    pd.DataFrame({"offence_code": out.offence_code.unique(), "unit_cost": 1000, "mult10": 20}).to_csv(folder / "unit_costs.csv", index=False)
    for area in ("ward", "lsoa"):
        pd.DataFrame({f"{area}_code": out[f"{area}_code"].unique(), "population": 10000}).to_csv(folder / f"population_{area}.csv", index=False)


def adapt(figures, sheets):
    """The peer's program with so many figures of 17 by 10.7 cm at 192 dpi, and so many sheets."""
    source = peer.read_text()
    for old, new in [
        ("figsize=(9,5)", "figsize=(17/2.54,10.7/2.54)"),
        ("dpi=120", "dpi=192"),
        ("for i,(name,t) in enumerate(T.items()):\n    fig,ax", f"for i,(name,t) in enumerate((list(T.items())*99)[:{figures}]):\n    fig,ax"),
        ("    for name,t in T.items():\n        ws=wb.create_sheet(name[:31])", f"    for number,(name,t) in enumerate((list(T.items())*99)[:{sheets}]):\n        ws=wb.create_sheet(name[:26]+str(number))"),
    ]:
        if old not in source:
            sys.exit(f"{peer.name} is another script than this was written for: it has no {old!r}")
        source = source.replace(old, new)
    return source


def timed(command, **kind):
    """Wall and processor seconds of a program and its children."""
    start = time.monotonic()
    child = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, **kind)
    said = child.stderr.read()
    _, status, used = os.wait4(child.pid, 0)
    if os.waitstatus_to_exitcode(status) not in (0, 3):
        sys.exit(f"{command[0]} failed: {said.decode()[-2000:]}")
    return time.monotonic() - start, used.ru_utime + used.ru_stime


with tempfile.TemporaryDirectory() as name:
    work = Path(name)
    svna = os.environ.get("SVNA") or str(work / "svna")
    if "SVNA" not in os.environ:
        subprocess.run(["go", "build", "-o", svna, "./cmd/svna"], cwd=root, check=True, env=dict(os.environ, CGO_ENABLED="0"))
    subprocess.run([svna, "-q", "demo", "--out", str(work / "demo")], check=True, stdout=subprocess.DEVNULL)
    sample = work / "demo" / "sample"
    settings = sample / "svna.toml"
    settings.write_text(settings.read_text().replace('editions   = ["restricted", "public"]', 'editions   = ["restricted"]'))
    restricted = next((work / "demo").glob("E*")) / "restricted"
    figures = len(json.loads((restricted / "figures.json").read_text()))
    sheets = sum(1 for part in zipfile.ZipFile(restricted / "appendix.xlsx").namelist() if part.startswith("xl/worksheets/sheet"))
    convert(sample / "crime-extract.csv", work / "data" / "demo")
    program = work / "peer.py"
    program.write_text(adapt(figures, sheets))
    print(f"{figures} figures of 1285 by 809 pixels, {sheets} sheets; svna also makes the page, Word, CSV and SVG, and verifies itself")
    ours, theirs = [], []
    for turn in range(rounds):
        ours.append(timed([svna, "-q", "run", str(settings), "--out", str(work / f"out{turn}")]))
        theirs.append(timed([sys.executable, str(program), "demo", str(work / f"peer{turn}")], env=dict(os.environ, PEERS_DATA=str(work / "data"), MPLBACKEND="Agg")))
        print(f"round {turn + 1}: svna {ours[-1][0]:.2f} s wall, {ours[-1][1]:.2f} s processor; peer {theirs[-1][0]:.2f}, {theirs[-1][1]:.2f}", flush=True)
    for i, kind in enumerate(("wall", "processor")):
        mine, other = [o[i] for o in ours], [t[i] for t in theirs]
        ratios = [b / a for a, b in zip(mine, other)]
        print(f"{kind}: svna {statistics.median(mine):.2f} s, peer {statistics.median(other):.2f} s, {statistics.median(ratios):.1f} times ({min(ratios):.1f} to {max(ratios):.1f})")
