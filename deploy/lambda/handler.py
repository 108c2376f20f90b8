"""AWS Lambda: diagnose a Spark run when EMR says that it has ended, and put report and JSON on S3.

EventBridge calls `handler` with EMR's state-change event: "EMR Cluster State Change" of EMR on EC2, "EMR Serverless Job Run State Change"
of EMR Serverless. docs/by-id.md says how the log and the bill are found from the ids in it. Environment: REPORTS, s3://BUCKET/PREFIX.
"""

import json
import os
import pathlib
import subprocess
import tempfile

# deploy/lambda/README.md puts the program beside this file
PROGRAM = os.environ.get("RIGHTSIZER", str(pathlib.Path(__file__).with_name("rightsizer")))
ENDED = {"TERMINATED", "TERMINATED_WITH_ERRORS", "SUCCESS", "FAILED", "CANCELLED"}


def address_of(event):
    """The run that the event is about, as rightsizer takes it; None while it goes on."""
    detail = event["detail"]
    if detail["state"] not in ENDED:
        return None
    if event["source"] == "aws.emr":
        return f"emr://{detail['clusterId']}"
    if event["source"] == "aws.emr-serverless":
        return f"emr-serverless://{detail['applicationId']}/{detail['jobRunId']}"
    raise ValueError(f"no event of EMR: {event['source']}")


def diagnose(address, folder):
    """Writes report.html and run.json into the folder; the run's cost, null where it has no price, and its findings."""
    for form, name in (("html", "report.html"), ("json", "run.json")):
        done = subprocess.run([PROGRAM, "diagnose", address, "--format", form, "--output", f"{folder}/{name}"],
                              stderr=subprocess.PIPE, text=True)
        if done.returncode != 0:
            # EventBridge calls again; after that the event goes to the function's dead-letter queue
            raise RuntimeError(f"rightsizer ended with {done.returncode}: {done.stderr.strip().splitlines()[-1:]}")
    with open(f"{folder}/run.json", encoding="utf-8") as file:
        run = json.load(file)
    actual = (run.get("cost") or {}).get("actual") or {}
    return {"usd": actual.get("totalUsd"), "findings": [f["kind"] for f in run["findings"] if f["severity"] != "info"]}


def upload(folder, target):
    import boto3  # Lambda's Python has it

    bucket, _, prefix = target.removeprefix("s3://").partition("/")
    for path in pathlib.Path(folder).iterdir():
        boto3.client("s3").upload_file(str(path), bucket, f"{prefix.rstrip('/')}/{path.name}".lstrip("/"))


def handler(event, context):
    address = address_of(event)
    if address is None:
        return {"skipped": event["detail"]["state"]}
    with tempfile.TemporaryDirectory() as folder:
        answer = diagnose(address, folder)
        upload(folder, f"{os.environ['REPORTS'].rstrip('/')}/{address.split('://')[1]}")
    print(json.dumps({"run": address, **answer}))
    return answer
