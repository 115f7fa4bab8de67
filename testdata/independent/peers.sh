#!/bin/sh
# Runs svna's spatial statistics beside spdep, spatstat, surveillance and scipy on the
# same data, in turn, and prints the median processor seconds and the median ratio to
# svna's:
#
#   testdata/independent/peers.sh [ROUNDS [slow]]
#
# Needs Rscript with spdep, spatstat and surveillance, and python3 with scipy. What
# takes minutes in R (permutations, Knox) runs in the first round alone, and only if
# slow is given.
set -eu
cd "$(dirname "$0")/../.."
folder=$(mktemp -d); trap 'rm -r "$folder"' EXIT
go test -c -o "$folder/spatial.test" ./analysis/spatial
for round in $(seq "${1:-5}"); do
	(cd analysis/spatial && SVNA_PEERS=$folder "$folder/spatial.test" -test.run TestPeers >/dev/null)
	first=; [ "$round" = 1 ] && first=${2:-}
	Rscript testdata/independent/peers.R "$folder" $first | sed 's/^/R: /'
	"${PYTHON:-python3}" testdata/independent/peers.py "$folder" | sed 's/^/scipy: /'
	sed "s/^/$round,/" "$folder"/seconds-*.csv >>"$folder/all"
done | sort | uniq -c
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
