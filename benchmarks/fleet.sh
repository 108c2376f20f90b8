#!/usr/bin/env bash
# Times `report` on this machine beside the same logs read by deploy/spark/rightsizer_fleet.py on Spark, and an empty job beside both.
#
#   SPARK_HOME=... benchmarks/fleet.sh [LOGS] [BIG_MB]     default: 5000 logs of 1 MB; then 2000 of them and one of 5000 MB
#
# Twenty logs of our own generator, linked under as many names as are wanted. Seconds are of the clock, for a machine at rest; everything runs
# ROUNDS times in turn, and what is compared are medians. Environment: ROUNDS=3, MASTER='local[2]', RIGHTSIZER_BINARY=artifacts/linux-x64/rightsizer.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
logs=${1:-5000} big_mb=${2:-5000} rounds=${ROUNDS:-3} master=${MASTER:-local[2]}
program=$(realpath "${RIGHTSIZER_BINARY:-artifacts/linux-x64/rightsizer}")
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
export SPARK_LOCAL_IP=127.0.0.1 PYSPARK_PYTHON=/usr/bin/python3
ln -s "$program" "$work/rightsizer"

generate() { dotnet benchmarks/bin/Release/net10.0/Rightsizer.Benchmarks.dll generate "$@" > /dev/null; }
many() { mkdir -p "$1"; for ((i = 0; i < $2; i++)); do ln "$work/log-$((i % 20))" "$1/app-$i"; done; }
timed() {
    local name=$1
    shift
    /usr/bin/time -o "$work/time" -f '%e %M' "$@" > "$work/said" 2>&1 || { cat "$work/said"; exit 1; }
    awk -v n="$name" '{ printf "%-28s %7.1f s  %6.0f MB at most\n", n, $1, $2 / 1024 }' "$work/time"
    cut -d' ' -f1 "$work/time" >> "$work/times-$name"
}
last() { tail -n 1 "$work/times-$1"; }
median() { sort -n "$work/times-$1" | awk '{ t[NR] = $1 } END { print t[int((NR + 1) / 2)] }'; }
spark() {
    local name=$1
    shift
    rm -rf "$work/state"
    timed "$name" "$SPARK_HOME/bin/spark-submit" --master "$master" --conf spark.ui.enabled=false --conf spark.driver.host=127.0.0.1 \
        --files "$work/rightsizer" deploy/spark/rightsizer_fleet.py --state "$work/state" "$@"
    grep '^rightsizer: .* a core' "$work/said" || true
}

[ -e benchmarks/bin/Release/net10.0/Rightsizer.Benchmarks.dll ] || dotnet build benchmarks -c Release -v q > /dev/null
for i in {0..19}; do generate --mb 1 --seed "$i" "$work/log-$i"; done
many "$work/one" 1
many "$work/many" "$logs"
echo "$(nproc) cores, load $(cut -d' ' -f1 /proc/loadavg), $("$program" --version), $logs logs of 1 MB"
spark "first job of all" "$work/one"
for ((round = 1; round <= rounds; round++)); do
    spark "empty job (1 log)" "$work/one"
    rm -rf "$work/alone"
    timed "report, the same logs" "$program" report "$work/many" --state "$work/alone" --output "$work/alone.md"
    spark "Spark, $logs logs" "$work/many"
    cmp <(cat "$work"/state/date=*/*.jsonl | LC_ALL=C sort) <(cat "$work"/alone/date=*/*.jsonl | LC_ALL=C sort) && echo "the same records"
done
awk -v e="$(median "empty job (1 log)")" -v r="$(median "report, the same logs")" -v s="$(median "Spark, $logs logs")" \
    'BEGIN { printf "Spark less the empty job %.1f s, report %.1f s: %.2f times\n", s - e, r, (s - e) / r }'

[ "$big_mb" -gt 0 ] || exit 0
mkdir "$work/big"
generate --mb "$big_mb" --seed 20 "$work/big/app-big"
many "$work/rest" $((logs * 2 / 5))
for ((round = 1; round <= rounds; round++)); do
    spark "empty job (1 log)" "$work/one"
    timed "one core, the big log" env DOTNET_PROCESSOR_COUNT=1 "$program" summarize "$work/big"
    timed "one core, the rest" env DOTNET_PROCESSOR_COUNT=1 "$program" summarize "$work/rest"
    spark "Spark, big log and rest" "$work/big" "$work/rest"
    # a round's own ratio, so that a change of the machine's speed meets all of it alike
    awk -v e="$(last "empty job (1 log)")" -v b="$(last "one core, the big log")" -v r="$(last "one core, the rest")" \
        -v s="$(last "Spark, big log and rest")" -v cores="$(nproc)" \
        'BEGIN { longer = b > r / cores ? b : r / cores; printf "%.2f\n", (s - e) / longer }' | tee -a "$work/times-ratio"
done
echo "Spark less the empty job over the longer part, median of the rounds: $(median ratio)"
