#!/bin/sh
# etl-daily-HOME on EKS 3 x m7g.4xlarge + 2 Spot
# use: sh FILE application.jar arguments...
exec spark-submit \
  --master "k8s://${KUBERNETES_API:?its address}" \
  --deploy-mode cluster \
  --conf spark.driver.cores=2 \
  --conf spark.driver.memory=4096m \
  --conf spark.driver.memoryOverhead=410m \
  --conf spark.dynamicAllocation.enabled=false \
  --conf spark.executor.cores=4 \
  --conf spark.executor.instances=16 \
  --conf spark.executor.memory=20000m \
  --conf spark.executor.memoryOverhead=3750m \
  "$@"
