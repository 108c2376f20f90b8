#!/usr/bin/env python3
"""Runs a program as spark-submit would, with settings of its code replaced by the advised ones.

  spark-submit submit.py PROGRAM.py ARGUMENTS...

ADVISED (environment) is a JSON object of Spark properties. Where the program itself sets one of them, with spark.conf.set or in its
builder, the advised value is taken: an advice for a setting that the code makes is followed in the code.
"""
import json
import os
import runpy
import sys

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

program = sys.argv[1]
sys.argv = sys.argv[1:]
sys.path.insert(0, os.path.dirname(os.path.abspath(program)))
runpy.run_path(program, run_name="__main__")
