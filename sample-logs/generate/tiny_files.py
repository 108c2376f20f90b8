"""20 MB of rows written as 600 Parquet files of a few kilobytes each."""
import sys

from pyspark.sql import SparkSession, functions as F

spark = SparkSession.builder.appName("tiny_files").getOrCreate()

(spark.range(0, 300_000, 1, 4)
    .select("id", F.sha2(F.col("id").cast("string"), 256).alias("digest"))
    .repartition(600)
    .write.mode("overwrite").parquet(sys.argv[1]))
spark.stop()
