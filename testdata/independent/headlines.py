"""Headline values computed from a generated extract by pandas, sharing no code
with the program:

    svna demo --out out; python3 headlines.py out offence_codes.csv

It reads out/sample/crime-extract.csv and compares with headlines.json of the run.
offence_codes.csv is a code table of one's own with the columns ho_code,
ho_subgroup, london_core, exploitation_set, sexual_set and knife_mps_set, so that
a wrong set in the program would show."""
import json
import sys

import pandas as pd

out = sys.argv[1]
x = pd.read_csv(out + "/sample/crime-extract.csv", dtype=str, keep_default_na=False)
x = x.drop_duplicates()
x = x[x["Record Status"] == "Recorded"]
x = x[x["Borough Code"] == "E09000002"]
x["recorded"] = pd.to_datetime(x["Recorded Date"].str[:10], format="%d/%m/%Y")
x["code"] = x["HO Code"].str.upper().str.replace("/", "").str.lstrip("0")
for role in ["Victim", "Suspect"]:
    for basis in ["Offence", "Report"]:
        x[f"{role}{basis}"] = pd.to_numeric(x[f"{role} Age at {basis}"], errors="coerce")

HOMICIDE = {"1", "4.1", "4.2", "4.10"}
codes = pd.read_csv(sys.argv[2], dtype=str, keep_default_na=False)
CORE = set(codes[codes.london_core == "yes"].ho_code)
EXPLOITATION = set(codes[codes.exploitation_set == "yes"].ho_code)
SEXUAL = set(codes[codes.sexual_set == "yes"].ho_code)
KNIFE = set(codes[codes.knife_mps_set == "yes"].ho_code)

young = lambda s: s.between(1, 24)
x["u25"] = young(x.VictimOffence) | young(x.SuspectOffence)
x["u25r"] = young(x.VictimReport) | young(x.SuspectReport)
off = x.groupby("Crime Ref", sort=False).agg(
    code=("code", "first"), recorded=("recorded", "first"), u25=("u25", "max"), u25r=("u25r", "max"),
    da=("Domestic Abuse", "first"), use=("Knife Use", "first"), gun=("Gun", "first"),
    start=("Committed From", "first"), end=("Committed To", "first"), ward=("Ward Code", "first"))
off["da"] = off.da.str.upper().isin(["Y", "YES"])
off["knife"] = off.code.isin(KNIFE) & off.use.isin(["Injured", "Threatened", "Intimated"])
off["clause1"] = off.code.isin(CORE | EXPLOITATION) & off.u25
off["pack"] = off.clause1 | (off.code.isin(CORE) & off.da) | off.code.isin(SEXUAL)
off["allages"] = off.code.isin(CORE) | off.knife | (off.gun.str.upper() == "Y")
period = (off.recorded >= "2022-06-01") & (off.recorded < "2023-06-01")
cost = (off.recorded >= "2022-04-01") & (off.recorded < "2023-04-01")
start = pd.to_datetime(off.start, format="%d/%m/%Y %H:%M", errors="coerce")
day = pd.to_datetime(off.start.str[:10], format="%d/%m/%Y", errors="coerce")
end = pd.to_datetime(off.end.str[:10], format="%d/%m/%Y", errors="coerce")
last = end.where(end >= day, day)
recent = ~((off.recorded - last).dt.days > 365)

mine = {}
k = off[period & off.knife]
mine["knife-top-offence-share"] = ((k.code == "34B").sum(), len(k))
mine["knife-second-offence-share"] = ((k.code == "3B").sum(), len(k))
mine["knife-threatened-share"] = ((k.use == "Threatened").sum(), len(k))
mine["knife-injured-share"] = ((k.use == "Injured").sum(), len(k))
mine["knife-domestic-abuse-share"] = (k.da.sum(), len(k))
known = start.notna() & recent
window = start.dt.hour.between(15, 20)
mine["knife-peak-window-share"] = ((period & off.knife & known & window).sum(), (period & off.knife & known).sum())
mine["violence-peak-window-share"] = ((period & off.pack & known & window).sum(), (period & off.pack & known).sum())
WITH_INJURY = set(codes[codes.ho_subgroup == "Violence with injury"].ho_code)
injury = period & off.code.isin(WITH_INJURY) & known
mine["injury-after-school-share"] = ((injury & (start.dt.weekday < 5) & start.dt.hour.between(15, 17)).sum(), injury.sum())
mine["under25-involved-share"] = ((period & off.allages & off.u25r).sum(), (period & off.allages).sum())
fridays = period & off.knife & day.notna() & recent
mine["knife-friday-index"] = ((fridays & (day.dt.weekday == 4)).sum(), fridays.sum())

victims = x[x["Victim Ref"] != ""].drop_duplicates(["Crime Ref", "Victim Ref"]).join(off[["pack", "knife"]], on="Crime Ref")
victims = victims[(victims.recorded >= "2022-06-01") & (victims.recorded < "2023-06-01")]
v = victims[victims.pack]
hurt = v[~v["Victim Injury"].isin(["", "Unknown"])]
mine["victims-no-injury-share"] = ((hurt["Victim Injury"] == "No injury").sum(), len(hurt))
aged = v[v.VictimOffence.between(1, 110)]
mine["victims-top-age-band"] = (aged.VictimOffence.between(1, 17).sum(), len(aged))
mine["victim-disability-completeness"] = (v["Victim Disability"].isin(["Y", "N"]).sum(), len(v))
kv = victims[victims.knife & victims.VictimOffence.between(1, 24)]
mine["knife-victims-male-under25-ratio"] = ((kv["Victim Sex"] == "M").sum(), (kv["Victim Sex"] == "F").sum())

LINE = {"Rape": ("rape", 48000, 2.78), "Violence with injury": ("violence with injury", 15720, 1.64), "Violence without injury": ("violence without injury", 7150, 0.98), "Other sexual offences": ("other sexual", 6540, 18.07)}
deflator = 91.3107 / 80.8836
subgroup = dict(zip(codes.ho_code, codes.ho_subgroup))
recorded = estimated = 0.0
costed = 0
for code, n in off[cost & off.clause1].code.value_counts().items():
    if code in HOMICIDE:
        unit, multiplier = 3346680, 1.0
    elif code == "34B":
        unit, multiplier = 10490, 2.02
    elif subgroup.get(code) in LINE and code not in {"36", "106"} and not code.startswith(("8L", "8M")):
        _, unit, multiplier = LINE[subgroup[code]]
    else:
        continue
    costed += n
    recorded += n * unit * deflator
    estimated += n * unit * multiplier * deflator
mine["under25-cost-recorded"] = (recorded, costed)
mine["under25-cost-estimated"] = (estimated, costed)

theirs = {h["id"]: h for h in json.load(open(out + "/E09000002_2023-05/restricted/headlines.json"))["headlines"]}
wrong = 0
for id, (a, b) in mine.items():
    h = theirs[id]
    got = (h["value"], h["numerator"]) if id.startswith("under25-cost") else (h["numerator"], h["denominator"])
    ok = abs(got[0] - a) < 0.5 and abs(got[1] - b) < 0.5
    wrong += not ok
    print(f"{'agrees' if ok else 'DIFFERS'}  {id}: {a:.0f} / {b:.0f}; program {got[0]:.0f} / {got[1]:.0f}")
sys.exit(wrong > 0)
