"""Even partitions, a broadcast of a small table, no spill, no write: nothing planted."""
from pyspark.sql import SparkSession, functions as F

spark = SparkSession.builder.appName("clean").getOrCreate()

shops = spark.range(0, 100, 1, 1).select(F.col("id").alias("shop"), (F.col("id") % 7).alias("region"))


def by_region(rows, partitions):
    sales = spark.range(0, rows, 1, partitions).select(
        (F.col("id") % 100).alias("shop"), (F.xxhash64("id") % 1000).alias("cents"))
    return (sales.join(F.broadcast(shops), "shop")
        .groupBy("region").agg(F.sum("cents").alias("cents"), F.count("*").alias("sales"))
        .orderBy("region").collect())


by_region(2_000_000, 2)  # loads classes and compiles, so that the tasks of the next query are alike
by_region(300_000_000, 24)
spark.stop()
