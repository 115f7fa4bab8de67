#!/bin/sh
# Runs svna's spatial statistics beside spdep, spatstat, surveillance, sf and scipy on
# the same data, in turn, and prints the median processor seconds and the median ratio
# to svna's:
#
#   testdata/independent/peers.sh [ROUNDS [SECONDS [PERMUTATIONS]]]
#
# Needs Rscript with these packages, and python3 (or $PYTHON) with scipy. A piece that
# a peer has not done in so many SECONDS (default 1800) is stopped, and the output says
# so. What takes minutes in R (999 permutations, Knox) runs in the first round alone.
# Knox makes so many PERMUTATIONS in R (default 9): 999 take it hours. Its seconds are
# compared by the permutation, the observed table counting as one.
set -eu
cd "$(dirname "$0")/../.."
folder=$(mktemp -d); trap 'rm -r "$folder"' EXIT
seconds=${2:-1800}
permutations=${3:-9}
go test -c -o "$folder/spatial.test" ./analysis/spatial

# piece NAME COMMAND...: runs a piece in its time, each line under its name.
piece() {
	name=$1; shift
	status=0
	timeout "$seconds" "$@" >"$folder/said" 2>&1 || status=$?
	sed "s/^/$name: /" "$folder/said"
	case $status in
	0) ;;
	124) echo "$name: not done in $seconds seconds" ;;
	*) echo "$name: failed with status $status" ;;
	esac
}

for round in $(seq "${1:-5}"); do
	rm -f "$folder"/seconds-*.csv
	(cd analysis/spatial && SVNA_PEERS=$folder GOMAXPROCS=1 "$folder/spatial.test" -test.run TestPeers >/dev/null)
	piece "scipy" "${PYTHON:-python3}" testdata/independent/peers.py "$folder"
	for part in grid density areas; do
		piece "R $part" Rscript testdata/independent/peers.R "$folder" "$part"
	done
	if [ "$round" = 1 ]; then
		for part in permutations knox; do
			piece "R $part" Rscript testdata/independent/peers.R "$folder" "$part" "$permutations"
		done
	fi
	sed "s/^/$round,/" "$folder"/seconds-*.csv >>"$folder/all"
done >"$folder/lines"
sort "$folder/lines" | uniq -c
"${PYTHON:-python3}" - "$folder/all" <<'P'
import statistics, sys
from collections import defaultdict
seconds = defaultdict(dict)
for line in open(sys.argv[1]):
    turn, stage, peer, s = line.strip().split(",")
    seconds[stage, peer][turn] = float(s)
for (stage, peer), turns in sorted(seconds.items()):
    own = seconds[stage, "svna"]
    print(f"{stage:20} {peer:14} {statistics.median(turns.values()):9.4f} s   {statistics.median(turns[t] / own[t] for t in turns):8.1f} times svna, {len(turns)} rounds")
P
