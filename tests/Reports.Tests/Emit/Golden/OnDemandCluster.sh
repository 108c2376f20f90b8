#!/bin/sh
# etl-daily-HOME on 6 x m5.2xlarge On-Demand
# use: sh FILE application.jar arguments...
exec spark-submit \
  --master yarn \
  --deploy-mode client \
  --conf spark.driver.cores=1 \
  --conf spark.driver.memory=1024m \
  --conf spark.driver.memoryOverhead=384m \
  --conf spark.dynamicAllocation.enabled=false \
  --conf spark.executor.cores=4 \
  --conf spark.executor.instances=6 \
  --conf spark.executor.memory=16000m \
  --conf spark.executor.memoryOverhead=3750m \
  --conf spark.executor.pyspark.memory=1024m \
  --conf spark.memory.offHeap.enabled=true \
  --conf spark.memory.offHeap.size=512m \
  --conf spark.yarn.heterogeneousExecutors.enabled=false \
  "$@"
