-- The tables of an export in DuckDB. Start DuckDB in the folder that `rightsizer export --output` wrote:
--   duckdb -init deploy/sql/duckdb.sql      then      .read deploy/sql/views.sql
-- For an export in CSV or JSON, replace read_parquet by read_csv or read_json, and the ending.
CREATE OR REPLACE VIEW runs AS SELECT * FROM read_parquet('runs/*/*.parquet', hive_partitioning = true, union_by_name = true);
CREATE OR REPLACE VIEW stages AS SELECT * FROM read_parquet('stages/*/*.parquet', hive_partitioning = true, union_by_name = true);
CREATE OR REPLACE VIEW findings AS SELECT * FROM read_parquet('findings/*/*.parquet', hive_partitioning = true, union_by_name = true);
CREATE OR REPLACE VIEW waste AS SELECT * FROM read_parquet('waste/*/*.parquet', hive_partitioning = true, union_by_name = true);
CREATE OR REPLACE VIEW costs AS SELECT * FROM read_parquet('costs/*/*.parquet', hive_partitioning = true, union_by_name = true);
CREATE OR REPLACE VIEW workflow_runs AS SELECT * FROM read_parquet('workflow_runs/*/*.parquet', hive_partitioning = true, union_by_name = true);
CREATE OR REPLACE VIEW workflow_steps AS SELECT * FROM read_parquet('workflow_steps/*/*.parquet', hive_partitioning = true, union_by_name = true);
CREATE OR REPLACE VIEW advice AS SELECT * FROM read_parquet('advice/*/*.parquet', hive_partitioning = true, union_by_name = true);
