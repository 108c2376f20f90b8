#!/usr/bin/env bash
# Publishes the program for this machine's system once, packs every form from it, installs each that can run here into an empty folder, runs `diagnose`
# on a sample log with it, compares the answers, and times the start. Usage: deploy/try-packages.sh [FOLDER]
set -euo pipefail
cd "$(dirname "$0")/.."
sample="sample-logs/app-20261121125041-0004"
out=${1:-$(mktemp -d)}
case "$(uname -s)-$(uname -m)" in
    Linux-x86_64) rid=linux-x64 ;;
    Linux-aarch64) rid=linux-arm64 ;;
    Darwin-arm64) rid=osx-arm64 ;;
    Darwin-x86_64) rid=osx-x64 ;;
    *) echo "no form for $(uname -s)-$(uname -m) is known here"; exit 1 ;;
esac
rm -rf "${out:?}"/{"$rid",portable,feed,tool,home,wheel,venv,archive}
mkdir -p "$out/home"
# what is published was analyzed when it was built
export RunAnalyzersDuringBuild=false UseSharedCompilation=true
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 NUGET_XMLDOC_MODE=skip

# where the runtime is: "10.0.100 [/usr/share/dotnet/sdk]", without the links that lead to it
root=$(dotnet --list-sdks | sed -n '$s/.*\[\(.*\).sdk\]$/\1/p')

# a user's machine: nothing of ours on the path, an empty home
clean() { env -i HOME="$out/home" PATH="/usr/bin:/bin" DOTNET_ROOT="$root" "$@"; }

quiet() {
    local log=$1
    shift
    "$@" > "$out/$log.txt" 2>&1 || { cat "$out/$log.txt"; exit 1; }
}

# the date of macOS has no nanoseconds
median_ms() {
    local TIMEFORMAT=%R LC_ALL=C
    for _ in 1 2 3; do
        { time clean "$@" > /dev/null 2>&1; } 2>&1
    done | sort -n | awk 'NR == 2 { print int($1 * 1000 + 0.5) }'
}

megabytes() { du -sk "$1" | awk '{ print int(($1 + 1023) / 1024) }'; }

try() {
    local name=$1 size=$2
    shift 2
    clean "$@" diagnose "$sample" --format json > "$out/$name.json"
    clean "$@" man > "$out/$name.1"
    printf '%-12s %8s MB   start %4s ms   diagnose %5s ms   %s\n' "$name" "$(megabytes "$size")" \
        "$(median_ms "$@" --version)" "$(median_ms "$@" diagnose "$sample")" "$(clean "$@" --version)"
    cmp "$out/$rid.json" "$out/$name.json" && cmp "$out/$rid.1" "$out/$name.1"
}

# the native program, and the tool's package of it, from the folder that was just published
quiet publish dotnet publish src/Cli -r "$rid" -o "$out/$rid" -v q
[ "$(ls "$out/$rid")" = rightsizer ] || { echo "$rid is not one file:"; ls "$out/$rid"; exit 1; }
quiet pack-native dotnet pack src/Cli -r "$rid" --no-build -p:IsPublishable=false -p:PublishDir="$out/$rid/" -o "$out/feed" -v q
try "$rid" "$out/$rid" "$out/$rid/rightsizer"

# an archive with all that a package of a distribution would hold
mkdir -p "$out/archive/rightsizer"
cp "$out/$rid/rightsizer" LICENSE THIRD-PARTY-NOTICES.md README.md "$out/archive/rightsizer"
cp "$out/$rid.1" "$out/archive/rightsizer/rightsizer.1"
for shell in bash zsh fish; do "$out/$rid/rightsizer" completion $shell > "$out/archive/rightsizer/rightsizer.$shell"; done
tar -czf "$out/rightsizer-$rid.tar.gz" -C "$out/archive" rightsizer
rm -r "$out/archive/rightsizer"
tar -xzf "$out/rightsizer-$rid.tar.gz" -C "$out/archive"
try archive "$out/rightsizer-$rid.tar.gz" "$out/archive/rightsizer/rightsizer"

if command -v python3 > /dev/null && python3 -c 'import venv, ensurepip' 2> /dev/null; then
    python3 deploy/python/make_wheel.py "$out/$rid/rightsizer" "$rid" "$out/wheel" > "$out/wheel.txt"
    python3 -m venv "$out/venv"
    # nothing is fetched: the wheel needs no other package
    quiet pip "$out/venv/bin/pip" install --no-index --disable-pip-version-check "$(cat "$out/wheel.txt")"
    try wheel "$(cat "$out/wheel.txt")" "$out/venv/bin/rightsizer"
    [ "$(clean "$out/venv/bin/python" -m rightsizer --version)" = "$("$out/$rid/rightsizer" --version)" ] || { echo "python -m rightsizer does not answer"; exit 1; }
else
    echo "wheel: not tried, there is no python3 with venv and pip here"
fi

quiet portable dotnet publish src/Cli -o "$out/portable" -v q
try portable "$out/portable" "$root/dotnet" "$out/portable/rightsizer.dll"

quiet pack-any dotnet pack src/Cli -r any -o "$out/feed" -v q
quiet pack dotnet pack src/Cli -o "$out/feed" -v q
# a folder is all the feed there is: nothing is fetched
printf '<configuration><packageSources><clear /><add key="folder" value="%s" /></packageSources></configuration>\n' "$out/feed" > "$out/nuget.config"
NUGET_PACKAGES=$out/home/packages quiet install dotnet tool install Rightsizer --tool-path "$out/tool" --configfile "$out/nuget.config"
try tool "$out/tool" "$out/tool/rightsizer"
find "$out/tool" -name 'rightsizer.dll' | grep -q . && { echo "the tool is not the native program"; exit 1; }
# what the tool is where no package has the system's name
unzip -q -o "$out/feed"/Rightsizer.any.*.nupkg -d "$out/tool-any"
try tool-any "$out/tool-any" "$root/dotnet" "$out/tool-any/tools/net10.0/any/rightsizer.dll"
echo "every form gives the same answer: $out"
