"""The extract and the reference tables of a run of the sample, read by pandas and
counted by the definitions of the methods page; nothing here looks at the program."""
import json
from pathlib import Path

import numpy as np
import pandas as pd

REFERENCE = Path(__file__).resolve().parents[3] / "datasets" / "reference"
LEVELS = {"Injured": "injure", "Threatened": "threaten", "Intimated": "intimate"}
BANDS = [("1 to 17", 1, 17), ("18 to 24", 18, 24), ("25 to 34", 25, 34), ("35 to 44", 35, 44), ("45 to 54", 45, 54), ("55 to 64", 55, 64), ("65 and over", 65, 200)]
WARD_NAMES, LSOA_NAMES = {}, {}


def reference(name):
    return pd.read_csv(REFERENCE / name, dtype=str, keep_default_na=False)


def polygons(path):
    out = {}
    for f in json.load(open(path))["features"]:
        g = f["geometry"]
        out[f["properties"]["code"]] = (f["properties"]["name"], g["coordinates"] if g["type"] == "MultiPolygon" else [g["coordinates"]])
    return out


def inside(shape, e, n):
    """Even-odd rule over all rings of an area."""
    e, n = np.asarray(e, float), np.asarray(n, float)
    odd = np.zeros(e.shape, bool)
    for part in shape:
        for ring in part:
            r = np.asarray(ring, float)
            for (x1, y1), (x2, y2) in zip(r, np.roll(r, -1, axis=0)):
                if y1 != y2:
                    odd ^= ((y1 > n) != (y2 > n)) & (e < (x2 - x1) * (n - y1) / (y2 - y1) + x1)
    return odd


def band(age, bands=BANDS):
    out = pd.Series([None] * len(age), index=age.index, dtype=object)
    for name, low, high in bands:
        out[age.between(low, high)] = name
    return out


class Extract:
    def __init__(self, out):
        sample = Path(out) / "sample"
        self.codes = reference("offence_codes.csv").set_index("code")
        sets = {s: set(self.codes[self.codes.sets.str.split("|").apply(lambda have: s in have)].index) for s in ["london_core", "exploitation_set", "sexual_set", "knife_mps_set"]}
        x = pd.read_csv(sample / "crime-extract.csv", dtype=str, keep_default_na=False).drop_duplicates()
        x = x[(x["Record Status"] == "Recorded") & (x["Borough Code"] == "E09000002")].copy()
        o = x.groupby("Crime Ref").first()
        o = o[[c for c in o.columns if not c.startswith(("Victim", "Suspect"))]].copy()
        o["recorded"] = pd.to_datetime(o["Recorded Date"], format="%d/%m/%Y")
        for end in ["From", "To"]:
            text = o[f"Committed {end}"]
            o[f"day_{end}"] = pd.to_datetime(text.str[:10], format="%d/%m/%Y", errors="coerce")
            o[f"time_{end}"] = pd.to_datetime(text, format="%d/%m/%Y %H:%M", errors="coerce")
        code = o["HO Code"].where(o["HO Code"].isin(self.codes.index))
        o["code"] = code
        for part in ["group", "subgroup", "label"]:
            o[part] = code.map(self.codes[part])
        o["da"] = o["Domestic Abuse"] == "Y"
        o["gun"] = o["Gun"] == "Y"
        o["use"] = o["Knife Use"]
        o["knife"] = code.isin(sets["knife_mps_set"]) & o.use.isin(LEVELS)
        o["sexual"] = code.isin(sets["sexual_set"])
        o["core"] = code.isin(sets["london_core"])
        o["e"], o["n"] = pd.to_numeric(o.Easting, errors="coerce"), pd.to_numeric(o.Northing, errors="coerce")
        self.people = {r: self.read_people(x, o, r) for r in ["Victim", "Suspect"]}
        young = {"at": set(), "report": set()}
        for p in self.people.values():
            young["at"] |= set(p[p.age.between(1, 24)].ref)
            young["report"] |= set(p[p.age_report.between(1, 24)].ref)
        o["young"] = o.index.isin(young["at"])
        o["theme1"] = code.isin(sets["london_core"] | sets["exploitation_set"]) & o.young
        o["theme2"] = o.core & o.da
        o["theme3"] = o.sexual
        o["pack"] = o.theme1 | o.theme2 | o.theme3
        o["allages"] = o.core | o.knife | o.gun
        o["young_report"] = o.index.isin(young["report"])
        # The latest possible day counts for the lag; an end before the start is none.
        last = o.day_To.where(o.day_To >= o.day_From, o.day_From)
        o["nonrecent"] = (o.recorded - last).dt.days > 365
        for p in self.people.values():
            for c in ["pack", "knife", "da", "sexual", "recorded", "subgroup", "theme1", "theme2", "theme3", "use", "code"]:
                p[c] = p.ref.map(o[c])
        self.o = o
        self.wards, self.lsoas = polygons(sample / "wards.geojson"), polygons(sample / "lsoa.geojson")
        self.place_areas(o)
        pop = pd.read_csv(sample / "population.csv", dtype=str, keep_default_na=False)
        pop["persons"] = pop.persons.astype(float)
        pop["years"] = pd.to_numeric(pop.age.str.rstrip("+"), errors="coerce")
        self.pop = pop
        lsoa = pd.read_csv(sample / "population-lsoa.csv", dtype=str, keep_default_na=False)
        self.lsoa_residents = dict(zip(lsoa.area_code, lsoa.persons.astype(float)))
        self.ward_residents = {c: float(p) for c, p in zip(pop.area_code, pop.persons) if c in self.wards}
        self.places = pd.read_csv(sample / "places.csv")
        self.calendar = pd.concat(pd.read_csv(sample / f, parse_dates=["date_from", "date_to"]) for f in ["terms.csv", "bank-holidays.csv"])
        self.sample = sample

    def read_people(self, x, o, role):
        p = x[x[f"{role} Ref"] != ""].drop_duplicates(["Crime Ref", f"{role} Ref"]).copy()
        p["ref"] = p["Crime Ref"]
        p["key"] = p[f"{role} Ref"]
        homicide = p.ref.map(o.subgroup).eq("Homicide") & (role == "Victim")
        for name, basis in [("age", "Offence"), ("age_report", "Report")]:
            age = pd.to_numeric(p[f"{role} Age at {basis}"], errors="coerce")
            p[name + "_raw"] = age
            p[name] = age.where((age > 0) | homicide).where(age <= 110)
        p["sex"] = p[f"{role} Sex"].map({"M": "Male", "F": "Female"})
        p["sex_text"] = p[f"{role} Sex"]
        sde = reference("ethnicity_codes.csv")
        sde = sde[sde.scheme.isin(["sde_16plus1"])].set_index("code")
        p["sde_text"], p["ic_text"] = p[f"{role} Ethnicity SDE"], p[f"{role} Ethnicity IC"]
        p["ethnicity"] = p.sde_text.map(sde.group).where(lambda s: s.notna() & (s != ""))
        p["observed"] = p.ic_text.map({"IC1": "White", "IC2": "White", "IC3": "Black", "IC4": "Asian", "IC5": "Asian", "IC6": "Other"})
        p["home"] = p[f"{role} Home Borough"]
        for c in ["Injury", "Relationship", "Disability"]:
            p[c.lower()] = p[f"Victim {c}"] if role == "Victim" else ""
        p["band"] = band(p.age)
        return p.set_index(np.arange(len(p)))

    def place_areas(self, o):
        """Ward and LSOA as the extract has them, else by the point; a point in no ward is outside."""
        point = o.e.notna() & o.n.notna()
        ward = pd.Series("", index=o.index)
        for c, (name, shape) in sorted(self.wards.items()):
            ward[(ward == "") & point & inside(shape, o.e, o.n)] = c
        o["point"] = point
        o["in_area"] = point & (ward != "")
        o["ward"] = o["Ward Code"].where(o["Ward Code"] != "", ward)
        lsoa = pd.Series("", index=o.index)
        missing = (o["LSOA Code"] == "") & point
        for c, (name, shape) in sorted(self.lsoas.items()):
            at = missing & (lsoa == "")
            lsoa[at & inside(shape, o.e, o.n)] = c
        o["lsoa"] = o["LSOA Code"].where(o["LSOA Code"] != "", lsoa)
        for c, (name, _) in self.wards.items():
            WARD_NAMES[c] = name
        for c, (name, _) in self.lsoas.items():
            LSOA_NAMES[c] = name

    def residents(self, year, sex="", low=0, high=200):
        p = self.pop[(self.pop.area_code == "E09000002") & (self.pop.mid_year == str(year)) & (self.pop.ethnicity == "")]
        p = p[(p.sex == sex) & p.years.between(low, high)] if sex else p[p.years.between(low, high)]
        if not sex:
            p = p[p.sex == ""]
        return p.persons.sum()
