#!/bin/sh
# Builds the portable form and the SBOM twice, from two clones in folders of different lengths and in two time zones, and compares every file
# byte by byte. Prints the files that differ; exit code 1 where there are any.
#   deploy/same-twice.sh [FOLDER]      FOLDER keeps what was built
set -eu
root=$(cd "$(dirname "$0")/.." && pwd)
if [ $# -gt 0 ]; then mkdir -p "$1" && work=$(cd "$1" && pwd); else work=$(mktemp -d) && trap 'rm -rf "$work"' EXIT; fi
build() {
    git clone -q "$root" "$work/$1"
    (
        cd "$work/$1"
        export TZ="$2"
        dotnet publish src/Cli -v q -o "$work/forms-$1"
        python3 deploy/sbom.py > "$work/forms-$1/rightsizer.cdx.json"
    )
    (cd "$work/forms-$1" && find . -type f | LC_ALL=C sort | xargs sha256sum) > "$work/SHA256SUMS-$1"
}
build a UTC
build a-folder-with-a-longer-name Asia/Kolkata
if diff "$work/SHA256SUMS-a" "$work/SHA256SUMS-a-folder-with-a-longer-name"; then
    echo "the same twice: $(wc -l < "$work/SHA256SUMS-a") files"
else
    echo "files differ" >&2
    exit 1
fi
