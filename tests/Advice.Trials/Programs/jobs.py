#!/usr/bin/env python3
"""Jobs whose cause is a setting, beside those of shared/spark-logs/programs, whose cause is mostly in the code.

  spark-submit jobs.py NAME [key=value ...]

The settings that plant the cause come with spark-submit: see TrialCatalog.cs.
"""
import os
import sys
import time

from pyspark.sql import SparkSession, functions as F

JOBS = {}


def job(f):
    JOBS[f.__name__] = f
    return f


def hashed(column, times):
    """Work that costs CPU and gives few bytes."""
    for _ in range(times):
        column = F.sha2(F.concat(column, F.lit("x")), 512)
    return column


@job
def aggregates(s, a):
    """Aggregations of few bytes: what the number of shuffle partitions costs is start-up of tasks."""
    seed = int(a.get("seed", 1))
    for q in range(int(a.get("queries", 2))):
        s.range(0, int(a.get("rows", 400_000)), 1, 4).groupBy(((F.col("id") * (7919 + seed)) % 2000 + q).alias("k")).agg(
            F.count("*").alias("n")).agg(F.max("n")).collect()


@job
def heavy_groups(s, a):
    """Few bytes are shuffled and much is computed of each row behind the shuffle."""
    seed = int(a.get("seed", 1))
    s.range(0, int(a.get("rows", 400_000)), 1, 8).select(
        ((F.col("id") * (7919 + seed)) % 300_007).alias("k"), F.sha2(F.col("id").cast("string"), 512).alias("v")).groupBy("k").agg(
        F.max("v").alias("v"), F.count("*").alias("n")).select(hashed(F.col("v"), int(a.get("work", 12))).alias("h")).agg(F.max("h")).collect()


@job
def slow_groups(s, a):
    """Behind the shuffle each row waits, as for a service: its time does not depend on what else the machine does."""
    groups = int(a.get("groups", 360))
    wait = F.udf(lambda k: time.sleep(float(a.get("sleep", .1))) or k, "long")
    wide = F.expr("array_join(transform(sequence(1, 400), i -> sha2(concat(id, '-', i), 512)), '')")
    s.range(0, 4 * groups, 1, 4).select((F.col("id") % groups).alias("k"), wide.alias("v")).groupBy("k").agg(F.max("v").alias("v")).select(
        wait("k").alias("k"), F.length("v").alias("n")).agg(F.max("k"), F.sum("n")).collect()


@job
def sort(s, a):
    """A sort of wide rows."""
    s.range(0, int(a.get("rows", 6_000_000)), 1, 8).select(
        F.rand(int(a.get("seed", 1))).alias("r"), F.md5(F.col("id").cast("string")).alias("p")).sort("r").select(
        F.monotonically_increasing_id().alias("i"), "p").agg(F.max("i"), F.max("p")).collect()


@job
def hot_join(s, a):
    """A sort-merge join in which one key holds most rows."""
    n, hot, seed = int(a.get("rows", 3_000_000)), float(a.get("hot", .5)), int(a.get("seed", 1))
    left = s.range(0, n, 1, 8).select(F.when(F.rand(seed) < hot, F.lit(3)).otherwise((F.rand(seed + 1) * 50_000).cast("long")).alias("k"),
        F.sha1(F.col("id").cast("string")).alias("a"))
    right = s.range(0, 50_000, 1, 4).select(F.col("id").alias("k"), F.md5(F.col("id").cast("string")).alias("b"))
    left.join(right, "k").select(hashed(F.concat("a", "b"), int(a.get("work", 2))).alias("c")).agg(F.max("c")).collect()


@job
def scan(s, a):
    """Reads one folder of files several times."""
    path = a["out"]
    s.range(0, int(a.get("rows", 2_000_000)), 1, int(a.get("files", 4))).select(
        "id", F.sha1(F.col("id").cast("string")).alias("h")).write.mode("overwrite").parquet(path)
    for _ in range(int(a.get("queries", 3))):
        s.read.parquet(path).agg(F.max("h")).collect()


@job
def big_rows(s, a):
    """Each row becomes an array that its task has to hold whole: the heap decides whether it can."""
    s.range(0, 16, 1, 16).select(F.sequence(F.lit(0), F.lit(int(a.get("length", 4_000_000))) + F.col("id")).alias("v")).select(
        F.size(F.array_sort(F.shuffle("v"))).alias("n")).agg(F.sum("n")).collect()


@job
def copied(s, a):
    """A few tasks have more work than the others; a copy of one has as much."""
    tasks, long = int(a.get("tasks", 40)), float(a.get("long", 6))

    def run(i, rows):
        time.sleep(long if i % (tasks // 2) == 3 else float(a.get("short", .5)))
        yield i

    for _ in range(int(a.get("stages", 2))):
        s.sparkContext.parallelize(range(tasks), tasks).mapPartitionsWithIndex(run).count()


@job
def tail(s, a):
    """The program goes on without Spark after its last job. Fixed: it ends."""
    for _ in range(2):
        s.sparkContext.parallelize(range(16), 16).map(lambda x: time.sleep(.5)).count()
    time.sleep(.2 if a.get("fixed") == "1" else float(a.get("seconds", 8)))


if __name__ == "__main__":
    name, args = sys.argv[1], dict(x.split("=", 1) for x in sys.argv[2:])
    spark = SparkSession.builder.appName(args.get("app", name)).getOrCreate()
    want, began = int(args.get("wait_executors", 0)), time.time()
    while want and spark.sparkContext._jsc.sc().getExecutorMemoryStatus().size() - 1 < want and time.time() - began < 60:
        time.sleep(.1)
    JOBS[name](spark, args)
    spark.stop()
