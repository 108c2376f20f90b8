"""Airflow: diagnose a Spark run after it, keep what it cost, and fail a task of its own when that is over the budget.

Airflow's workers need the program on the path: `pip install` of the wheel is enough. `spark_job` stands for your own task, which pushes the
application's id. The document of a run is large, a hundred kilobytes and more, so it stays in a file: an XCom gets two of its fields.
"""

import json

from airflow.decorators import dag, task
from airflow.exceptions import AirflowFailException
from airflow.operators.bash import BashOperator
from pendulum import datetime

# rightsizer ends with exit code 10 where the run cost more or its cost is not known
BUDGET_USD = 5

# An XCom of BashOperator is the last line of stdout, and only of a command that ends with 0: a missed budget is a field of it. With any other exit code
# there is no document, and the task fails. A cost of null means that the run has no price, never that it was free.
SCRIPT = f"""
file=$(mktemp)
trap 'rm -f "$file"' EXIT
rightsizer diagnose "$LOG" --budget-usd {BUDGET_USD} --format json --output "$file"
code=$?
[ $code = 0 ] || [ $code = 10 ] || exit $code
python3 -c '
import json, sys
run = json.load(open(sys.argv[1], encoding="utf-8"))
actual = (run.get("cost") or {{}}).get("actual") or {{}}
print(json.dumps({{
    "usd": actual.get("totalUsd"),
    "withinBudget": sys.argv[2] == "0",
    "findings": [f["kind"] for f in run["findings"] if f["severity"] != "info"],
}}))
' "$file" $code
"""


@task
def within_budget(answer):
    answer = json.loads(answer)
    if not answer["withinBudget"]:
        # another try would give the same
        raise AirflowFailException(f"the budget is {BUDGET_USD} USD, the run cost {'an unknown sum' if answer['usd'] is None else answer['usd']}")


@dag(schedule=None, start_date=datetime(2026, 1, 1), catchup=False, tags=["spark"])
def rightsizer_after_spark():
    diagnose = BashOperator(
        task_id="diagnose",
        bash_command=SCRIPT,
        # as a variable, so that no name of a log is read as a command
        env={"LOG": "s3://LOGS/spark/{{ ti.xcom_pull(task_ids='spark_job', key='app_id') }}"},
        append_env=True,
        do_xcom_push=True,
    )
    within_budget(diagnose.output)


rightsizer_after_spark()
