"""Works out again, from the synthetic extract and the reference tables alone, what the
demo prints, and compares; exit status 1 where both disagree:

    svna demo --out out; /usr/bin/python3 testdata/independent/recount out
"""
import sys
import time

import people
import shares
from extract import Extract
from ledger import Ledger

out = sys.argv[1]
started = time.process_time()
x, ledger = Extract(out), Ledger(f"{out}/E09000002_2023-05/restricted")
for part in [shares, people]:
    part.check(x, ledger)
for line in ledger.wrong[:400]:
    print("DIFFERS ", line)
ledger.report()
print(f"{time.process_time() - started:.1f} processor seconds")
sys.exit(len(ledger.wrong) > 0)
