#!/bin/bash
# webhdfs.sh RIGHTSIZER LOG [RUNS]: reads LOG from disk and over WebHDFS in turn, and prints the medians and their ratio.
# Needs a NameNode: ../shared/hadoop/namenode DIR (its README), or WEBHDFS=http://HOST:PORT of one that takes writes as user.name=root.
# Run it on a quiet machine: NameNode, DataNode and reader share its cores.
set -eu
rightsizer=$1 log=$2 runs=${3:-5}
server=${WEBHDFS:-http://127.0.0.1:9870}
name=rightsizer-benchmark-$$
target=$server/webhdfs/v1/$name
curl -fsS -L -X PUT -T "$log" "$target?op=CREATE&overwrite=true&user.name=root" >/dev/null
trap 'curl -fsS -X DELETE "$target?op=DELETE&user.name=root" >/dev/null' EXIT

seconds() { local start; start=$(date +%s%N); "$rightsizer" totals "$1" >/dev/null 2>&1; echo $((($(date +%s%N) - start) / 1000000)); }
median() { sort -n | sed -n "$(((runs + 1) / 2))p"; }

disk=() hdfs=()
for _ in $(seq "$runs"); do
  disk+=("$(seconds "$log")")
  hdfs+=("$(seconds "webhdfs://${server#*://}/$name")")
done
d=$(printf '%s\n' "${disk[@]}" | median) h=$(printf '%s\n' "${hdfs[@]}" | median)
echo "disk $d ms, WebHDFS $h ms, ratio $(awk "BEGIN { printf \"%.2f\", $h / $d }") (medians of $runs, $(stat -c %s "$log") bytes)"
