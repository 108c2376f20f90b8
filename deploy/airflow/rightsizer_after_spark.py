"""Airflow: diagnose a Spark run after it, and keep what it cost.

`diagnose` prints one JSON document; its last line becomes the task's XCom. Airflow's workers need the program on the path: `pip install` of the wheel is enough.
"""

import json

from airflow.decorators import dag, task
from airflow.operators.bash import BashOperator
from pendulum import datetime

LOG = "s3://LOGS/spark/{{ ti.xcom_pull(task_ids='spark_job', key='app_id') }}"
BUDGET_USD = 5


@dag(schedule=None, start_date=datetime(2026, 1, 1), catchup=False, tags=["spark"])
def rightsizer_after_spark():
    diagnose = BashOperator(
        task_id="diagnose",
        # one line: an XCom of BashOperator is the last line of stdout
        bash_command=f'set -o pipefail; rightsizer diagnose "{LOG}" --format json | tr -d "\\n"',
        do_xcom_push=True,
    )

    @task
    def judge(document: str) -> dict:
        answer = json.loads(document)
        # null means that the run has no price, never that it was free
        actual = (answer.get("cost") or {}).get("actual") or {}
        usd = actual.get("totalUsd")
        findings = [f["kind"] for f in answer["findings"] if f["severity"] != "info"]
        if usd is not None and usd > BUDGET_USD:
            raise ValueError(f"the run cost ${usd:.2f}, more than ${BUDGET_USD}: {', '.join(findings) or 'no finding'}")
        return {"usd": usd, "findings": findings}

    judge(diagnose.output)


rightsizer_after_spark()
