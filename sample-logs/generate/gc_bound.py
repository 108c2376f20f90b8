"""Sets of many small strings on a heap that barely holds them: the collector runs instead of the job."""
import sys

from pyspark.sql import SparkSession, functions as F

strings = int(sys.argv[1])
spark = SparkSession.builder.appName("gc_bound").getOrCreate()

for part in range(4):
    (spark.range(0, strings, 1, 2)
        .select((F.col("id") % 8).alias("shelf"), F.concat(F.lit(f"{part}-"), F.col("id").cast("string")).alias("label"))
        .groupBy("shelf").agg(F.collect_set("label").alias("labels"))
        .select(F.sum(F.size("labels"))).collect())
spark.stop()
