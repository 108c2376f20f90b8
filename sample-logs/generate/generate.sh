#!/usr/bin/env bash
# generate.sh SPARK_HOME OUTDIR: runs every job of this folder on a small standalone cluster and leaves the event logs in OUTDIR.
#
# Needs Linux (each worker gets a loopback address of its own, so that shuffles cross hosts), Java 17, Python 3 and Spark 3.5 or
# newer; some 5 GB of memory, two cores, five minutes. Spark writes settings, class path and folders into its logs: give a
# SPARK_HOME whose path may be seen, /opt/spark for one (`cp -rs REAL_HOME /opt/spark` makes one out of links).
# Environment: PYSPARK_PYTHON (python3), JAVA_HOME, WORK (/tmp/spark-work), MASTER_PORT (17077), ONLY (names of jobs to run).
set -euo pipefail

[ $# -eq 2 ] || { sed -n '2p' "$0" >&2; exit 2; }
here=$(cd "$(dirname "$0")" && pwd)
spark_home=$1
mkdir -p "$2"
out=$(cd "$2" && pwd)
work=${WORK:-/tmp/spark-work}
port=${MASTER_PORT:-17077}
master=spark://127.0.0.1:$port

[ ! -e "$work" ] || { echo "error: $work is in the way; remove it or set WORK" >&2; exit 2; }
mkdir -p "$work"/{jobs,events,local,tmp,data}
cp "$here"/*.py "$work/jobs/"

# A bare environment: whatever is set here would end up in the logs. Takes the place of its shell, so that $! is Spark's own process.
bare() {
    exec env -i PATH="${JAVA_HOME:+$JAVA_HOME/bin:}/usr/local/bin:/usr/bin:/bin" HOME="$work" LANG=C.UTF-8 TZ=UTC \
        ${JAVA_HOME:+JAVA_HOME="$JAVA_HOME"} SPARK_HOME="$spark_home" SPARK_NO_DAEMONIZE=1 \
        SPARK_LOCAL_DIRS="$work/local" PYSPARK_PYTHON="${PYSPARK_PYTHON:-python3}" "$@"
}

started=()
trap 'kill "${started[@]}" 2>/dev/null || true; wait' EXIT
cd "$work"
bare SPARK_LOCAL_IP=127.0.0.1 "$spark_home/bin/spark-class" org.apache.spark.deploy.master.Master \
    --host 127.0.0.1 --port "$port" --webui-port 0 > master.log 2>&1 &
started+=($!)
for i in 1 2; do
    bare SPARK_LOCAL_IP=127.0.1.$i SPARK_WORKER_DIR="$work/worker$i" "$spark_home/bin/spark-class" \
        org.apache.spark.deploy.worker.Worker --host 127.0.1.$i -c 2 -m 3g --webui-port 0 "$master" > "worker$i.log" 2>&1 &
    started+=($!)
done
for _ in $(seq 60); do
    [ "$(cat worker*.log | grep -c 'Successfully registered with master')" -ge 2 ] && break
    sleep 1
done

# run NAME CODEC EXECUTORS MEMORY [--conf ...] [-- arguments]: CODEC is zstd, lz4, snappy, lzf or plain.
# All executors register before the first job, or the log shows a start-up rather than the job.
run() {
    local name=$1 codec=$2 executors=$3 memory=$4 confs=()
    shift 4
    [ -z "${ONLY:-}" ] || [[ " $ONLY " == *" $name "* ]] || return 0
    while [ $# -gt 0 ] && [ "$1" != -- ]; do confs+=("$1"); shift; done
    [ $# -eq 0 ] || shift
    if [ "$codec" = plain ]; then
        confs+=(--conf spark.eventLog.compress=false)
    else
        confs+=(--conf spark.eventLog.compress=true --conf "spark.eventLog.compression.codec=$codec")
    fi
    echo "$name"
    (bare SPARK_LOCAL_IP=127.0.0.1 "$spark_home/bin/spark-submit" --master "$master" \
        --executor-cores 1 --executor-memory "$memory" --total-executor-cores "$executors" \
        --conf spark.driver.host=127.0.0.1 --conf spark.ui.enabled=false \
        --conf spark.scheduler.minRegisteredResourcesRatio=1.0 --conf spark.scheduler.maxRegisteredResourcesWaitingTime=60s \
        --conf spark.eventLog.enabled=true --conf "spark.eventLog.dir=file://$work/events" \
        --conf spark.eventLog.rolling.enabled=false --conf spark.sql.adaptive.enabled=false \
        "${confs[@]}" "jobs/$name.py" "$@") > "$name.log" 2>&1 || { tail -n 30 "$name.log" >&2; return 1; }
}

run skewed_join zstd 2 2400m --conf spark.sql.shuffle.partitions=16 --conf spark.sql.autoBroadcastJoinThreshold=-1
run spilling_sort lz4 2 600m --conf spark.sql.shuffle.partitions=4
run gc_bound zstd 1 512m --conf spark.sql.shuffle.partitions=2 --conf spark.executor.extraJavaOptions=-XX:+UseParallelGC -- 7000000
run tiny_files zstd 2 1g -- "$work/data/digests"
run clean plain 2 1g --conf spark.sql.shuffle.partitions=4 --conf spark.sql.adaptive.enabled=true
run many_small_tasks zstd 2 1g --conf spark.sql.shuffle.partitions=100 \
    --conf spark.eventLog.rolling.enabled=true --conf spark.eventLog.rolling.maxFileSize=10m

find "$work/events" -name '*.crc' -delete
cp -r "$work"/events/. "$out/"
chmod -R u=rwX,go=rX "$out"
ls -l "$out"
