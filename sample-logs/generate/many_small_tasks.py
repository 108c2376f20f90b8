"""Thousands of tasks of a few milliseconds: enough events for the log to roll over to a second file."""
from pyspark.sql import SparkSession, functions as F

spark = SparkSession.builder.appName("many_small_tasks").getOrCreate()

for day in range(3):
    (spark.range(0, 2_000_000, 1, 900)
        .groupBy((F.col("id") % 50).alias("k")).agg(F.sum("id"))
        .write.format("noop").mode("overwrite").save())
spark.stop()
