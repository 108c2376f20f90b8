#!/bin/sh
# etl-daily-HOME on 2 x r7g.2xlarge + 6 Spot task
# use: sh FILE application.jar arguments...
exec spark-submit \
  --master yarn \
  --deploy-mode cluster \
  --conf spark.driver.cores=2 \
  --conf spark.driver.memory=4096m \
  --conf spark.driver.memoryOverhead=410m \
  --conf spark.dynamicAllocation.enabled=false \
  --conf spark.executor.cores=4 \
  --conf spark.executor.instances=16 \
  --conf spark.executor.memory=20000m \
  --conf spark.executor.memoryOverhead=3750m \
  --conf spark.yarn.heterogeneousExecutors.enabled=false \
  --conf spark.yarn.am.nodeLabelExpression=CORE \
  "$@"
