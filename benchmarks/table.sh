#!/usr/bin/env bash
# Measures every row of the table of aims, ours and the rival in turn, and writes it to benchmarks/results/table.md.
#
#   benchmarks/table.sh [SIZE_GB]      size of the large log, 5 when left out; smaller rows follow it
#
# Run it on a quiet machine; about ten minutes at 5. Logs are made in $WORK (default: a folder in /tmp, about three times the size), removed at the end. A rival that is not installed
# leaves its row out and says so. BENCH=../shared/bench is where the rivals' sources are. ONLY='zstd|plain' measures only
# the rows so named; ROUNDS=1 takes at most so many rounds each.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
size=${1:-5}
export BENCH=${BENCH:-../shared/bench}
if [ -n "${WORK:-}" ]; then mkdir -p "$WORK"; else WORK=$(mktemp -d); trap 'rm -rf "$WORK"' EXIT; fi
export WORK
# what is measured is the shipped form
[ -n "${RIGHTSIZER_BINARY:-}" ] || dotnet publish src/Cli -r linux-x64 -o artifacts/linux-x64 -v q --nologo -clp:ErrorsOnly >&2
dotnet build benchmarks -c Release -v q --nologo -clp:ErrorsOnly >&2

# the rivals, each built from its source where its compiler and libraries are
rival() { local name=$1; shift; "$@" >> "$WORK/build.log" 2>&1 || echo "left out: $name (see benchmarks/README.md for what it needs)" >&2; }
duckdb() { mkdir -p "$WORK/duckdb" && cp "$BENCH/duckdb/duckdb_baseline.mjs" "$WORK/duckdb/" && cd "$WORK/duckdb" && npm init -y && npm install --silent @duckdb/node-api; }
jackson() { javac -cp "$JACKSON" -d "$WORK/java" "$BENCH/java/JacksonBaseline.java"; }
export JACKSON=/usr/share/java/jackson-core.jar:/usr/share/java/jackson-databind.jar:/usr/share/java/jackson-annotations.jar:/usr/share/java/zstd-jni.jar:/usr/share/java/lz4-java.jar
rival simdjson g++ -O3 -march=native -std=c++17 "$BENCH/cpp/simdjson_baseline.cpp" -o "$WORK/simdjson" -lsimdjson -lzstd -llz4 -lpthread
rival "the other generator" g++ -O2 -std=c++17 -ffp-contract=off "$BENCH/gen/gen_log.cpp" -o "$WORK/gen_log" -lzstd -llz4 -lsnappy
rival Jackson jackson
(rival DuckDB duckdb)
python3 benchmarks/table.py "$size" --only "${ONLY:-}" --output benchmarks/results/table.md
