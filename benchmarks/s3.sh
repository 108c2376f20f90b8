#!/usr/bin/env bash
# Times a log on S3 beside the same file on disk: `rightsizer totals` of both in turn, the gateway's CPU beside it.
#
#   benchmarks/s3.sh [FILE]     default: a zstd log of our own generator, MB=1000 of plain text
#
# Starts a Ceph of one monitor, one disk in memory and one gateway on loopback and stops it again. Needs root and
# apt-get install --no-install-recommends radosgw ceph-mon ceph-osd ceph-mgr ceph-common. Environment: ROUNDS=5, MB=1000.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
program=${RIGHTSIZER_BINARY:-artifacts/linux-x64/rightsizer}
[ -e "$program" ] || dotnet publish src/Cli -r linux-x64 -o artifacts/linux-x64 -v q
bench="dotnet benchmarks/bin/Release/net10.0/Rightsizer.Benchmarks.dll"
[ -e benchmarks/bin/Release/net10.0/Rightsizer.Benchmarks.dll ] || dotnet build benchmarks -c Release -v q

work=$(mktemp -d)
pids=()
stop() {
  for pid in "${pids[@]}"; do kill -9 "$pid" 2> /dev/null || true; done
  wait 2> /dev/null || true
  rm -rf "$work"
}
trap stop EXIT
free_port() { python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])'; }

log=${1:-}
if [ -z "$log" ]; then
  log=$work/default.zstd
  $bench generate --mb "${MB:-1000}" --layout default --codec zstd --seed 1 "$log" >&2
fi

mkdir "$work"/{mon,osd,log,rgw,run}
fsid=$(cat /proc/sys/kernel/random/uuid) osd=$(cat /proc/sys/kernel/random/uuid)
monitor="[v2:127.0.0.1:$(free_port),v1:127.0.0.1:$(free_port)]" port=$(free_port)
export CEPH_CONF=$work/ceph.conf
cat > "$CEPH_CONF" <<CONF
[global]
fsid = $fsid
mon initial members = a
mon host = $monitor
public addr = 127.0.0.1
cluster addr = 127.0.0.1
auth cluster required = none
auth service required = none
auth client required = none
auth supported = none
ms bind ipv6 = false
ms mon client mode = crc
osd pool default size = 1
osd pool default min size = 1
osd pool default pg num = 8
osd pool default pg autoscale mode = off
osd crush chooseleaf type = 0
mon allow pool size one = true
mon max pg per osd = 1000
osd objectstore = memstore
memstore device bytes = 4294967296
osd data = $work/osd
mon data = $work/mon
log file = $work/log/\$name.log
admin socket = $work/run/\$name.\$pid.asok
run dir = $work/run
crash dir = $work/log
[client.rgw]
rgw data = $work/rgw
rgw dns name = localhost
CONF
background() { "$@" > /dev/null 2>&1 & pids+=($!); }
{
  monmaptool --create --clobber --fsid "$fsid" --addv a "$monitor" "$work/monmap"
  ceph-mon -i a --mkfs --monmap "$work/monmap"
} > /dev/null 2>&1
background ceph-mon -f -i a
ceph osd new "$osd" > /dev/null
ceph-osd -i 0 --osd-uuid "$osd" --mkfs > /dev/null 2>&1
background ceph-osd -f -i 0
until ceph osd stat | grep -q "1 up"; do sleep 0.2; done
radosgw-admin user create --uid=bench --display-name=bench --access-key=AKBENCH --secret-key=SKBENCH > /dev/null
background radosgw -f -n client.rgw --rgw-frontends "beast endpoint=127.0.0.1:$port"
gateway=${pids[-1]} store=${pids[-2]}

export AWS_ENDPOINT_URL=http://127.0.0.1:$port AWS_ACCESS_KEY_ID=AKBENCH AWS_SECRET_ACCESS_KEY=SKBENCH
until curl -s -o /dev/null "$AWS_ENDPOINT_URL"; do sleep 0.1; done
s3() { curl -sSf --aws-sigv4 aws:amz:us-east-1:s3 --user AKBENCH:SKBENCH -H 'x-amz-content-sha256: UNSIGNED-PAYLOAD' "$@" > /dev/null; }
s3 -X PUT "$AWS_ENDPOINT_URL/logs"
s3 -T "$log" "$AWS_ENDPOINT_URL/logs/log"

# seconds of CPU that the gateway and its store have used
server_cpu() { cat /proc/"$gateway"/stat /proc/"$store"/stat | awk -v hz="$(getconf CLK_TCK)" '{ sub(/.*\) /, ""); s += $12 + $13 } END { print s / hz }'; }
echo "$(stat -c %s "$log") bytes; $(grep -m1 'model name' /proc/cpuinfo | cut -d: -f2), $(nproc) cores, load $(cut -d' ' -f1 /proc/loadavg), commit $(git rev-parse --short HEAD)"
before=$(server_cpu)
python3 benchmarks/in_turn.py --rounds "${ROUNDS:-5}" "from disk=$program totals $log" "from S3=$program totals s3://logs/log"
awk -v a="$before" -v b="$(server_cpu)" -v n="$((${ROUNDS:-5} + 1))" 'BEGIN { printf "CPU of the gateway and its store: %.2f s a reading\n", (b - a) / n }'
$bench wait s3://logs/log
