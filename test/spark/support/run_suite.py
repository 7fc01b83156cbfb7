"""Runs many job plans in one Spark session, through the same function as the cluster's entry point.

    run_suite.py SUITE

SUITE is a JSON list of {plan, lake, out}. A plan that fails leaves `error.txt` in its folder and stops no other.
"""

import json
import pathlib
import sys
from concurrent.futures import ThreadPoolExecutor

from pyspark.sql import SparkSession

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[3] / "spark"))
from run_plan import run_plan  # noqa: E402

def main(suite_path: str) -> None:
    builder = SparkSession.builder.appName("tapewarden-suite").master("local[2]")
    # Nothing but time depends on these: a case has a few rows.
    for name, value in {
        "spark.ui.enabled": "false",
        "spark.sql.shuffle.partitions": "1",
        "spark.sql.codegen.wholeStage": "false",
        "spark.sql.codegen.factoryMode": "NO_CODEGEN",
        "spark.sql.adaptive.enabled": "false",
        "spark.driver.host": "127.0.0.1",
        "spark.driver.memory": "2g",

    }.items():
        builder = builder.config(name, value)
    spark = builder.getOrCreate()
    spark.sparkContext.setLogLevel("ERROR")
    suite = json.loads(pathlib.Path(suite_path).read_text())

    def run(entry: dict) -> None:
        out = pathlib.Path(entry["out"])
        out.mkdir(parents=True, exist_ok=True)
        try:
            plan = json.loads(pathlib.Path(entry["plan"]).read_text())
            # Views belong to a session; each plan has its own.
            run_plan(spark.newSession(), plan, entry["lake"], entry["out"])
        except Exception as error:  # told by the test of that plan
            (out / "error.txt").write_text(str(error))

    with ThreadPoolExecutor(2) as workers:
        list(workers.map(run, suite))
    spark.stop()

if __name__ == "__main__":
    main(sys.argv[1])
