"""Airflow: diagnose a Spark run after it, keep what it cost, and fail the task when that is over the budget.

Airflow's workers need the program on the path: `pip install` of the wheel is enough. `spark_job` stands for your own task, which pushes the
application's id. The document of a run is large, a hundred kilobytes and more, so it stays in a file: an XCom gets two of its fields.
"""

from airflow.decorators import dag
from airflow.operators.bash import BashOperator
from pendulum import datetime

# exit code 10, a failed task, where the run cost more or its cost is not known
BUDGET_USD = 5

# an XCom of BashOperator is the last line of stdout; a cost of null means that the run has no price, never that it was free
SCRIPT = f"""
file=$(mktemp)
trap 'rm -f "$file"' EXIT
rightsizer diagnose "$LOG" --budget-usd {BUDGET_USD} --format json --output "$file"
code=$?
[ -s "$file" ] && python3 -c '
import json, sys
run = json.load(open(sys.argv[1], encoding="utf-8"))
actual = (run.get("cost") or {{}}).get("actual") or {{}}
print(json.dumps({{"usd": actual.get("totalUsd"), "findings": [f["kind"] for f in run["findings"] if f["severity"] != "info"]}}))
' "$file"
exit $code
"""


@dag(schedule=None, start_date=datetime(2026, 1, 1), catchup=False, tags=["spark"])
def rightsizer_after_spark():
    BashOperator(
        task_id="diagnose",
        bash_command=SCRIPT,
        # as a variable, so that no name of a log is read as a command
        env={"LOG": "s3://LOGS/spark/{{ ti.xcom_pull(task_ids='spark_job', key='app_id') }}"},
        append_env=True,
        do_xcom_push=True,
    )


rightsizer_after_spark()
