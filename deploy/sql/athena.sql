-- The tables of an export in Parquet, for Athena. Put your bucket in place of s3://BUCKET/PREFIX and run one statement at a time.
-- tables
CREATE EXTERNAL TABLE IF NOT EXISTS runs (
  `run_id` string,
  `log_uri` string,
  `application_id` string,
  `attempt` string,
  `name` string,
  `job` string,
  `owner` string,
  `team` string,
  `spark_user` string,
  `queue` string,
  `spark_version` string,
  `platform` string,
  `workload` string,
  `outcome` string,
  `outcome_reason` string,
  `started_at` timestamp,
  `ended_at` timestamp,
  `wall_ms` bigint,
  `no_job_ms` bigint,
  `jobs` bigint,
  `failed_jobs` bigint,
  `stages` bigint,
  `tasks` bigint,
  `failed_tasks` bigint,
  `input_bytes` bigint,
  `input_records` bigint,
  `output_bytes` bigint,
  `shuffle_read_bytes` bigint,
  `shuffle_write_bytes` bigint,
  `memory_spilled_bytes` bigint,
  `disk_spilled_bytes` bigint,
  `executor_cores` bigint,
  `executor_mib` bigint,
  `peak_executors` bigint,
  `node_type` string,
  `nodes` bigint,
  `paid_core_ms` bigint,
  `used_core_ms` bigint,
  `cost_usd` decimal(28,6),
  `cost_ground` string,
  `cost_missing` string,
  `waste_usd` decimal(28,6),
  `waste_core_ms` bigint,
  `price_list` string,
  `price_date` string,
  `region` string,
  `settings_hash` string,
  `plan_hash` string,
  `log_quality` string,
  `log_bytes` bigint,
  `workflow_system` string,
  `workflow` string,
  `workflow_run` string,
  `workflow_task` string,
  `has_details` boolean
)
PARTITIONED BY (`day` string)
STORED AS PARQUET
LOCATION 's3://BUCKET/PREFIX/runs/'
TBLPROPERTIES ('projection.enabled' = 'true', 'projection.day.type' = 'date',
  'projection.day.format' = 'yyyy-MM-dd', 'projection.day.range' = '2020-01-01,NOW+1DAYS');

CREATE EXTERNAL TABLE IF NOT EXISTS stages (
  `run_id` string,
  `job` string,
  `stage_id` bigint,
  `attempt` bigint,
  `attempts` bigint,
  `name` string,
  `status` string,
  `submitted_at` timestamp,
  `completed_at` timestamp,
  `tasks` bigint,
  `failed_tasks` bigint,
  `run_ms` bigint,
  `cpu_ns` bigint,
  `gc_ms` bigint,
  `input_bytes` bigint,
  `input_records` bigint,
  `output_bytes` bigint,
  `shuffle_read_bytes` bigint,
  `shuffle_write_bytes` bigint,
  `memory_spilled_bytes` bigint,
  `disk_spilled_bytes` bigint
)
PARTITIONED BY (`day` string)
STORED AS PARQUET
LOCATION 's3://BUCKET/PREFIX/stages/'
TBLPROPERTIES ('projection.enabled' = 'true', 'projection.day.type' = 'date',
  'projection.day.format' = 'yyyy-MM-dd', 'projection.day.range' = '2020-01-01,NOW+1DAYS');

CREATE EXTERNAL TABLE IF NOT EXISTS findings (
  `run_id` string,
  `job` string,
  `owner` string,
  `rank` bigint,
  `finding_id` string,
  `kind` string,
  `severity` string,
  `confidence` string,
  `saves_ms` bigint,
  `saves_core_ms` bigint,
  `saves_usd` decimal(28,6),
  `setting` string,
  `value_now` string,
  `value_proposed` string,
  `title` string,
  `cause` string
)
PARTITIONED BY (`day` string)
STORED AS PARQUET
LOCATION 's3://BUCKET/PREFIX/findings/'
TBLPROPERTIES ('projection.enabled' = 'true', 'projection.day.type' = 'date',
  'projection.day.format' = 'yyyy-MM-dd', 'projection.day.range' = '2020-01-01,NOW+1DAYS');

CREATE EXTERNAL TABLE IF NOT EXISTS waste (
  `run_id` string,
  `job` string,
  `owner` string,
  `kind` string,
  `core_ms` bigint,
  `usd` decimal(28,6)
)
PARTITIONED BY (`day` string)
STORED AS PARQUET
LOCATION 's3://BUCKET/PREFIX/waste/'
TBLPROPERTIES ('projection.enabled' = 'true', 'projection.day.type' = 'date',
  'projection.day.format' = 'yyyy-MM-dd', 'projection.day.range' = '2020-01-01,NOW+1DAYS');

CREATE EXTERNAL TABLE IF NOT EXISTS costs (
  `billedcost` decimal(28,6),
  `billingcurrency` string,
  `chargecategory` string,
  `chargedescription` string,
  `chargeperiodstart` timestamp,
  `chargeperiodend` timestamp,
  `consumedquantity` decimal(28,12),
  `consumedunit` string,
  `contractedunitprice` decimal(28,12),
  `effectivecost` decimal(28,6),
  `pricingquantity` decimal(28,12),
  `pricingunit` string,
  `providername` string,
  `regionid` string,
  `resourceid` string,
  `resourcename` string,
  `resourcetype` string,
  `servicecategory` string,
  `servicename` string,
  `tags` string,
  `x_runid` string,
  `x_job` string,
  `x_owner` string,
  `x_team` string,
  `x_service` string,
  `x_purpose` string,
  `x_ground` string,
  `x_pricesource` string,
  `x_pricedate` string
)
PARTITIONED BY (`day` string)
STORED AS PARQUET
LOCATION 's3://BUCKET/PREFIX/costs/'
TBLPROPERTIES ('projection.enabled' = 'true', 'projection.day.type' = 'date',
  'projection.day.format' = 'yyyy-MM-dd', 'projection.day.range' = '2020-01-01,NOW+1DAYS');

CREATE EXTERNAL TABLE IF NOT EXISTS workflow_runs (
  `workflow_system` string,
  `workflow` string,
  `workflow_run` string,
  `started_at` timestamp,
  `ended_at` timestamp,
  `wall_ms` bigint,
  `applications` bigint,
  `failed_applications` bigint,
  `cost_usd` decimal(28,6),
  `path_ms` bigint,
  `path_steps` bigint
)
PARTITIONED BY (`day` string)
STORED AS PARQUET
LOCATION 's3://BUCKET/PREFIX/workflow_runs/'
TBLPROPERTIES ('projection.enabled' = 'true', 'projection.day.type' = 'date',
  'projection.day.format' = 'yyyy-MM-dd', 'projection.day.range' = '2020-01-01,NOW+1DAYS');

CREATE EXTERNAL TABLE IF NOT EXISTS workflow_steps (
  `workflow_system` string,
  `workflow` string,
  `workflow_run` string,
  `step` bigint,
  `run_id` string,
  `name` string,
  `task` string,
  `started_at` timestamp,
  `wall_ms` bigint,
  `after_ms` bigint
)
PARTITIONED BY (`day` string)
STORED AS PARQUET
LOCATION 's3://BUCKET/PREFIX/workflow_steps/'
TBLPROPERTIES ('projection.enabled' = 'true', 'projection.day.type' = 'date',
  'projection.day.format' = 'yyyy-MM-dd', 'projection.day.range' = '2020-01-01,NOW+1DAYS');

CREATE EXTERNAL TABLE IF NOT EXISTS advice (
  `advice_id` string,
  `job` string,
  `owner` string,
  `finding_id` string,
  `kind` string,
  `setting` string,
  `value_now` string,
  `value_proposed` string,
  `promised_ms` bigint,
  `promised_core_ms` bigint,
  `promised_usd` decimal(28,6),
  `runs` bigint,
  `status` string,
  `verdict` string,
  `followed_since` string,
  `realised_ms` bigint,
  `realised_core_ms` bigint,
  `realised_usd` decimal(28,6)
)
PARTITIONED BY (`day` string)
STORED AS PARQUET
LOCATION 's3://BUCKET/PREFIX/advice/'
TBLPROPERTIES ('projection.enabled' = 'true', 'projection.day.type' = 'date',
  'projection.day.format' = 'yyyy-MM-dd', 'projection.day.range' = '2020-01-01,NOW+1DAYS');

-- end of tables
