#!/usr/bin/env python3
"""Runs a program as spark-submit would, with settings of its code replaced by the advised ones.

  spark-submit submit.py PROGRAM.py ARGUMENTS...

ADVISED (environment) is a JSON object of Spark properties. Where the program itself sets one of them, with spark.conf.set or in its
builder, the advised value is taken: an advice for a setting that the code makes is followed in the code.

WARM_UP (environment) is a number of slots: once EXPECT_EXECUTORS executors are there, each slot starts its Python worker and its classes in
a job of its own, which is not measured, and with WARM_UP_SQL in a second one. On two cores that start takes up to 20 s and differs by 5 s
from run to run.
"""
import json
import os
import runpy
import sys
import time

ADVISED = json.loads(os.environ.get("ADVISED") or "{}")

if ADVISED:
    from pyspark.sql import SparkSession
    from pyspark.sql.conf import RuntimeConfig

    plain_set, plain_config = RuntimeConfig.set, SparkSession.Builder.config

    def advised_set(self, key, value):
        plain_set(self, key, ADVISED.get(key, value))

    def advised_config(self, key=None, value=None, **more):
        return plain_config(self, key, ADVISED.get(key, value), **more)

    RuntimeConfig.set, SparkSession.Builder.config = advised_set, advised_config

WARM_UP = int(os.environ.get("WARM_UP") or 0)


def warm_up(session):
    sc, begun = session.sparkContext, time.time()
    while sc._jsc.sc().getExecutorMemoryStatus().size() - 1 < int(os.environ["EXPECT_EXECUTORS"]) and time.time() - begun < 60:
        time.sleep(.1)

    def rest(i, pairs):
        list(pairs)
        time.sleep(.3)
        yield (i, i)

    sc.setJobDescription("warm-up")
    tasks = 2 * WARM_UP
    sc.parallelize(range(tasks), tasks).mapPartitionsWithIndex(rest).partitionBy(tasks).mapPartitionsWithIndex(rest).count()
    if os.environ.get("WARM_UP_SQL"):
        session.range(0, 100_000, 1, tasks).selectExpr("sum(id)").collect()
    sc.setJobDescription(None)


if WARM_UP:
    from pyspark.sql import SparkSession

    plain_create = SparkSession.Builder.getOrCreate

    def warm_create(self):
        SparkSession.Builder.getOrCreate = plain_create
        session = plain_create(self)
        warm_up(session)
        return session

    SparkSession.Builder.getOrCreate = warm_create

program = sys.argv[1]
sys.argv = sys.argv[1:]
sys.path.insert(0, os.path.dirname(os.path.abspath(program)))
runpy.run_path(program, run_name="__main__")
