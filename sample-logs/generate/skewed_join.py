"""Sort-merge join in which one key owns 60 % of the rows: one task of the join does most of the work."""
from pyspark.sql import SparkSession, functions as F

spark = SparkSession.builder.appName("skewed_join").getOrCreate()

clicks = spark.range(0, 4_000_000, 1, 8).select(
    F.when(F.col("id") % 10 < 6, F.lit(7)).otherwise(F.col("id") % 5000).alias("customer"),
    F.sha2(F.col("id").cast("string"), 256).alias("page"))
customers = spark.range(0, 5000, 1, 2).select(
    F.col("id").alias("customer"), F.concat(F.lit("segment-"), (F.col("id") % 20)).alias("segment"))

(clicks.join(customers, "customer")
    .groupBy("segment").agg(F.count("*").alias("clicks"), F.max("page").alias("last_page"))
    .orderBy("segment").collect())
spark.stop()
