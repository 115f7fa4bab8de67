"""What was compared with what, and what of the program's tables nobody worked out."""
import csv
import math
from collections import defaultdict
from pathlib import Path


class Ledger:
    def __init__(self, folder):
        self.folder = Path(folder)
        self.tables, self.columns = {}, {}
        for path in sorted((self.folder / "tables").glob("*.csv")):
            with open(path, newline="") as f:
                rows = list(csv.DictReader(f))
            self.tables[path.stem] = rows
            with open(path, newline="") as f:
                self.columns[path.stem] = next(csv.reader(f))
        self.cells = defaultdict(int)
        self.seen = defaultdict(set)
        self.wrong = []
        self.mine = defaultdict(dict)

    def differs(self, where, mine, theirs):
        self.wrong.append(f"{where}: worked out {mine}, the program {theirs}")

    def cell(self, table, key, column, mine, theirs, tolerance):
        self.cells[table] += 1
        self.seen[table].add(column)
        where = f"{table}, {': '.join(key)}, {column}"
        if mine is None or (isinstance(mine, float) and math.isnan(mine)):
            if theirs != "":
                self.differs(where, "nothing", theirs)
            return
        if isinstance(mine, str):
            if mine != theirs:
                self.differs(where, mine, theirs)
            return
        if theirs == "":
            self.differs(where, mine, "nothing")
            return
        got = float(theirs)
        allowed = tolerance if tolerance is not None else 1e-7 * max(abs(mine), abs(got)) + 1e-9
        if abs(mine - got) > allowed:
            self.differs(where, mine, got)

    def compare(self, table, keys, mine, tolerances={}):
        """mine: {key: {column: value}}; a value of a column that is a pair is a value and its tolerance.
        Every row on either side must be on the other."""
        for key, row in mine.items():
            self.mine[table].setdefault(": ".join(key), {}).update(row)
        if table not in self.tables:
            self.differs(table, "a table", "none")
            return
        theirs = {}
        for row in self.tables[table]:
            key = tuple(row[k] for k in keys)
            if key in theirs:
                self.differs(table, f"one row of {key}", "two")
            theirs[key] = row
        self.seen[table] |= set(keys)
        for key in [k for k in theirs if k not in mine]:
            if theirs[key].get("numerator") == "0":  # a level without any
                self.cells[table] += 1
                continue
            self.differs(f"{table}, {': '.join(key)}", "no such row", {c: v for c, v in theirs[key].items() if v})
        for key, columns in mine.items():
            if key not in theirs:
                self.differs(f"{table}, {': '.join(key)}", columns, "no such row")
                continue
            for column, value in columns.items():
                if column not in theirs[key]:
                    self.differs(f"{table}, {': '.join(key)}", f"a column {column}", "none")
                    continue
                tolerance = tolerances.get(column)
                if isinstance(value, tuple):
                    value, tolerance = value
                self.cell(table, key, column, value, theirs[key][column], tolerance)

    def report(self, quiet=False):
        left = {}
        for table, columns in self.columns.items():
            missing = [c for c in columns if c not in self.seen[table]]
            if not self.cells[table]:
                left[table] = "the whole table"
            elif missing:
                left[table] = ", ".join(missing)
        done = sum(1 for t in self.tables if self.cells[t])
        print(f"{done} of {len(self.tables)} tables, {sum(self.cells.values()):,} cells compared, {len(self.wrong)} disagreements")
        if left and not quiet:
            print("not worked out: " + "; ".join(f"{t} ({c})" for t, c in left.items()))
