#!/usr/bin/env bash
# Times what the side-by-side table of plain logs does not: compressed logs, many logs, awkward layouts, the model, peak memory.
#
#   benchmarks/rows.sh [ROW...]     rows: zstd lz4 many layouts model memory versions (default: all)
#
# Logs are made by our own generator into $WORK (default: a folder in /tmp, removed at the end). Rivals are timed in turn with us.
# Environment: ROUNDS=5, MB=1000, WORK=dir, SIMDJSON=path of a built simdjson baseline that prints the same totals (LOG THREADS).
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
rounds=${ROUNDS:-5}; mb=${MB:-1000}
if [ -n "${WORK:-}" ]; then work=$WORK; mkdir -p "$work"; else work=$(mktemp -d); trap 'rm -rf "$work"' EXIT; fi
program=${RIGHTSIZER_BINARY:-artifacts/linux-x64/rightsizer}
bench="dotnet benchmarks/bin/Release/net10.0/Rightsizer.Benchmarks.dll"
[ -e "$program" ] || dotnet publish src/Cli -r linux-x64 -o artifacts/linux-x64 -v q
[ -e benchmarks/bin/Release/net10.0/Rightsizer.Benchmarks.dll ] || dotnet build benchmarks -c Release -v q
turn() { python3 benchmarks/in_turn.py --rounds "$rounds" "$@"; echo; }
log() { [ -e "$work/$1" ] || $bench generate --mb "${4:-$mb}" --layout "$2" --codec "$3" --seed "${5:-1}" "$work/$1" >&2; }

row_zstd() {
  log default.zstd default zstd
  turn "zstd -d > /dev/null=zstd -dcq $work/default.zstd" "rightsizer totals=$program totals $work/default.zstd" \
    ${SIMDJSON:+"simdjson, 2 threads=$SIMDJSON $work/default.zstd 2"}
}
row_lz4() {
  log default.lz4 default lz4
  turn "rightsizer totals=$program totals $work/default.lz4" ${SIMDJSON:+"simdjson, 2 threads=$SIMDJSON $work/default.lz4 2"}
}
row_many() {
  for i in $(seq 40); do log "many$i.zstd" default zstd 25 "$i"; done
  turn "rightsizer totals, 40 logs=$program totals $work/many*.zstd" \
    ${SIMDJSON:+"simdjson a log, two at a time=ls $work/many*.zstd | xargs -P 2 -I F $SIMDJSON F 1"}
}
row_layouts() {
  local commands=()
  for layout in default lean wide awkward failures spark24; do
    log "$layout.json" $layout plain
    commands+=("$layout=$program totals $work/$layout.json")
  done
  turn "${commands[@]}"
}
row_model() {
  log default.json default plain
  turn "totals=$program totals $work/default.json" "totals --model=$program totals --model $work/default.json" "diagnose=$program diagnose $work/default.json" \
    "diagnose --format json=$program diagnose --format json $work/default.json"
}
row_memory() {
  log five.json default plain 5000
  turn "cat > /dev/null=cat $work/five.json" "rightsizer totals=$program totals $work/five.json" ${SIMDJSON:+"simdjson, 2 threads=$SIMDJSON $work/five.json 2"}
}
row_versions() {
  grep -m1 'model name' /proc/cpuinfo | cut -d: -f2 | sed 's/^ /CPU: /'
  echo "cores: $(nproc), load: $(cut -d' ' -f1 /proc/loadavg)"
  echo ".NET: $(dotnet --list-runtimes | grep NETCore | tail -1 | cut -d' ' -f2), $(zstd --version | grep -o 'v[0-9.]*' | head -1 | sed 's/^/zstd /'), commit $(git rev-parse --short HEAD)"
  echo
}
for row in "${@:-versions}"; do "row_$row"; done
[ $# -gt 0 ] || for row in zstd lz4 many layouts model memory; do echo "## $row"; "row_$row"; done
