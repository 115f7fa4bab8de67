"""Works out again, from the synthetic extract and the reference tables alone, what the
demo prints, and compares; exit status 1 where both disagree:

    svna demo --out out; /usr/bin/python3 testdata/independent/recount out
"""
import sys
import time

import accounts
import people
import places
import public
import shares
import spots
import statements
import times
from extract import Extract
from ledger import Ledger

out = sys.argv[1]
started = time.process_time()
x, ledger = Extract(out), Ledger(f"{out}/E09000002_2023-05/restricted")
for part in [shares, people, times, accounts, places, spots, statements]:
    part.check(x, ledger)
ledger.report()
wrong = ledger.wrong + public.compare(f"{out}/E09000002_2023-05")
for line in wrong[:400]:
    print("DIFFERS ", line)
print(f"{time.process_time() - started:.1f} processor seconds")
sys.exit(len(wrong) > 0)
