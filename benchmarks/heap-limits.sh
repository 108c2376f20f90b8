#!/bin/sh
# Runs commands over logs at limits of the managed heap from 64 to 512 MB, one after the other, and counts how they ended. Exit code 1
# where one ended by a signal; a run that the limit is too small for must say so and end by itself.
#   benchmarks/heap-limits.sh PROGRAM RUNS LOG...
set -u
program=$1 runs=$2
shift 2
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
i=0
while [ "$i" -lt "$runs" ]; do
    for log in "$@"; do
        [ "$i" -lt "$runs" ] || break
        # every limit in turn, small ones and large ones mixed
        mb=$((64 + 97 * i % 449))
        case $((i % 5)) in
            0) words="summarize" ;;
            1) words="diagnose --format json --output $work/out" ;;
            2) words="diagnose --format html --output $work/out" ;;
            3) words="report --format json --output $work/out" ;;
            4) words="size --usd-per-hour 2 --output $work/out" ;;
        esac
        # shellcheck disable=SC2086
        DOTNET_GCHeapHardLimit=$(printf %x $((mb << 20))) nice -n 5 "$program" $words "$log" >"$work/stdout" 2>"$work/stderr"
        code=$?
        echo "$code ${words%% *}" >>"$work/codes"
        if [ "$code" -ge 128 ] || [ "$code" -eq 1 ]; then
            echo "$code at $mb MB: $words $log: $(head -c 300 "$work/stderr")"
        fi
        i=$((i + 1))
    done
done
echo "runs, exit code, command:"
sort "$work/codes" | uniq -c
[ "$(awk '$1 >= 128' "$work/codes" | wc -l)" -eq 0 ]
