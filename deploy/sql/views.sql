-- Views over the tables of `rightsizer export`, in SQL that Athena and DuckDB both take. In Athena run one statement at a time,
-- after athena.sql; in DuckDB after duckdb.sql.

-- What each owner's runs cost by day.
CREATE OR REPLACE VIEW cost_by_day AS
SELECT CAST(day AS date) AS day, owner, count(*) AS runs, sum(cost_usd) AS cost_usd, sum(waste_usd) AS waste_usd,
       sum(CASE WHEN outcome = 'failed' THEN 1 ELSE 0 END) AS failed_runs, sum(paid_core_ms) / 3600000.0 AS core_hours
FROM runs
GROUP BY CAST(day AS date), owner;

-- What each service cost by day, from the lines with FOCUS's names.
CREATE OR REPLACE VIEW cost_by_service AS
SELECT CAST(day AS date) AS day, ServiceName AS service, x_Ground AS ground, sum(EffectiveCost) AS cost_usd
FROM costs
GROUP BY CAST(day AS date), ServiceName, x_Ground;

-- Each job by week, with its change against its week before.
CREATE OR REPLACE VIEW job_by_week AS
SELECT job, owner, week, runs, cost_usd, wall_ms, input_bytes,
       cost_usd - lag(cost_usd) OVER (PARTITION BY job, owner ORDER BY week) AS change_usd
FROM (
  SELECT job, owner, date_trunc('week', CAST(day AS date)) AS week, count(*) AS runs, sum(cost_usd) AS cost_usd,
         avg(wall_ms) AS wall_ms, avg(input_bytes) AS input_bytes
  FROM runs
  GROUP BY job, owner, date_trunc('week', CAST(day AS date))
) AS weeks;

-- What was paid for and did no work, by cause.
CREATE OR REPLACE VIEW waste_by_kind AS
SELECT CAST(day AS date) AS day, kind, sum(usd) AS usd, sum(core_ms) / 3600000.0 AS core_hours
FROM waste
GROUP BY CAST(day AS date), kind;

-- The findings that cost most: of each job and kind the runs that have it. Savings of different kinds overlap and do not add up.
CREATE OR REPLACE VIEW findings_by_job AS
SELECT job, owner, kind, count(*) AS runs, sum(saves_usd) AS saves_usd, sum(saves_core_ms) / 3600000.0 AS saves_core_hours,
       max(CAST(day AS date)) AS last_seen, min(CAST(day AS date)) AS first_seen
FROM findings
WHERE severity <> 'info'
GROUP BY job, owner, kind;

-- What became of the advice: one row for each, as of the last report.
CREATE OR REPLACE VIEW advice_outcome AS
SELECT advice_id, job, owner, kind, setting, value_proposed, status, verdict, min(CAST(day AS date)) AS first_given,
       max(CAST(day AS date)) AS last_given, max(promised_usd) AS promised_usd, max(realised_usd) AS realised_usd,
       max(promised_ms) AS promised_ms, max(realised_ms) AS realised_ms
FROM advice
GROUP BY advice_id, job, owner, kind, setting, value_proposed, status, verdict;

-- The stages with the most run time of each job.
CREATE OR REPLACE VIEW stages_by_job AS
SELECT job, name, count(*) AS attempts, sum(run_ms) / 3600000.0 AS run_hours, sum(disk_spilled_bytes) AS disk_spilled_bytes,
       sum(shuffle_read_bytes) AS shuffle_read_bytes
FROM stages
WHERE stage_id IS NOT NULL
GROUP BY job, name;

-- Each workflow by week: what a run of it costs and takes, and the part of the time that its critical path is.
CREATE OR REPLACE VIEW workflow_by_week AS
SELECT workflow_system, workflow, date_trunc('week', CAST(day AS date)) AS week, count(*) AS runs, avg(cost_usd) AS cost_usd_a_run,
       avg(wall_ms) AS wall_ms, avg(path_ms) AS path_ms, sum(failed_applications) AS failed_applications
FROM workflow_runs
GROUP BY workflow_system, workflow, date_trunc('week', CAST(day AS date));

-- What is on the critical path of each workflow, and for how long.
CREATE OR REPLACE VIEW workflow_critical_path AS
SELECT workflow_system, workflow, coalesce(task, name) AS step, count(*) AS times_on_path, avg(wall_ms) AS wall_ms, avg(after_ms) AS after_ms
FROM workflow_steps
GROUP BY workflow_system, workflow, coalesce(task, name);
