#!/usr/bin/env bash
# Builds every form in which rightsizer can be had, installs each that can run here into an empty folder, runs `diagnose` on a
# sample log with it, holds the answers against each other, and times the start. Usage: deploy/try-packages.sh [FOLDER]
set -euo pipefail
cd "$(dirname "$0")/.."
sample="sample-logs/app-20261121125041-0004"
out=${1:-$(mktemp -d)}
rm -rf "${out:?}"/{linux-x64,win-x64,portable,feed,tool,home}
mkdir -p "$out"
# what is published was analyzed when it was built
export RunAnalyzersDuringBuild=false UseSharedCompilation=true
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 NUGET_XMLDOC_MODE=skip

# a user's machine: nothing of ours on the path, an empty home
clean() { env -i HOME="$out/home" PATH="/usr/bin:/bin" DOTNET_ROOT="$(dirname "$(realpath "$(command -v dotnet)")")" "$@"; }

median_ms() {
    local began
    for _ in 1 2 3; do
        began=$(date +%s%N)
        clean "$@" > /dev/null 2>&1
        echo $((($(date +%s%N) - began) / 1000000))
    done | sort -n | sed -n 2p
}

try() {
    local name=$1 size=$2
    shift 2
    clean "$@" diagnose "$sample" --format json > "$out/$name.json"
    clean "$@" man > "$out/$name.1"
    printf '%-12s %8s MB   start %4s ms   diagnose %5s ms   %s\n' "$name" "$(du -sm "$size" | cut -f1)" \
        "$(median_ms "$@" --version)" "$(median_ms "$@" diagnose "$sample")" "$(clean "$@" --version)"
}

mkdir -p "$out/home"
for form in linux-x64 win-x64 portable; do
    dotnet publish src/Cli -p:PublishProfile=$form -p:PublishDir="$out/$form/" -v q > "$out/$form.txt" || { cat "$out/$form.txt"; exit 1; }
done
dotnet pack src/Cli -c Release -o "$out/feed" -v q > "$out/pack.txt" || { cat "$out/pack.txt"; exit 1; }
# a folder is all the feed there is: nothing is fetched
printf '<configuration><packageSources><clear /><add key="folder" value="%s" /></packageSources></configuration>\n' "$out/feed" > "$out/nuget.config"
dotnet tool install Rightsizer --tool-path "$out/tool" --configfile "$out/nuget.config" > "$out/install.txt" || { cat "$out/install.txt"; exit 1; }

[ "$(ls "$out/linux-x64")" = rightsizer ] || { echo "linux-x64 is not one file"; exit 1; }
[ "$(ls "$out/win-x64")" = rightsizer.exe ] || { echo "win-x64 is not one file"; exit 1; }
[ "$(head -c 2 "$out/win-x64/rightsizer.exe")" = MZ ] || { echo "win-x64 is no program of Windows"; exit 1; }

try linux-x64 "$out/linux-x64" "$out/linux-x64/rightsizer"
try portable "$out/portable" dotnet "$out/portable/rightsizer.dll"
try tool "$out/tool" "$out/tool/rightsizer"
for form in portable tool; do
    cmp "$out/linux-x64.json" "$out/$form.json" && cmp "$out/linux-x64.1" "$out/$form.1"
done
printf '%-12s %8s MB   built, not run: there is no Windows here\n' win-x64 "$(du -sm "$out/win-x64" | cut -f1)"
echo "every form gives the same answer: $out"
