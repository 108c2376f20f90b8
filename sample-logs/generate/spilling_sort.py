"""Total order over more rows than the executors' execution memory holds: every task of the sort spills to disk."""
from pyspark.sql import SparkSession, functions as F

spark = SparkSession.builder.appName("spilling_sort").getOrCreate()

rows = spark.range(0, 8_000_000, 1, 8).select(
    F.xxhash64("id").alias("key"), F.repeat(F.hex("id"), 8).alias("payload"))
rows.orderBy("key").write.format("noop").mode("overwrite").save()
spark.stop()
