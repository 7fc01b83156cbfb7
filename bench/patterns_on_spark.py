"""Runs job plans one after the other on local Spark, and prints how long they took, without its start.

    patterns_on_spark.py PLANS LAKE
"""

import json
import pathlib
import sys
import tempfile
import time

from pyspark.sql import SparkSession

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "spark"))
from run_plan import run_plan  # noqa: E402


def main(plans: str, lake: str) -> None:
    builder = SparkSession.builder.appName("tapewarden-bench").master("local[2]")
    for name, value in {
        "spark.ui.enabled": "false",
        "spark.driver.host": "127.0.0.1",
        "spark.driver.memory": "3g",
        "spark.sql.shuffle.partitions": "4",
    }.items():
        builder = builder.config(name, value)
    spark = builder.getOrCreate()
    spark.sparkContext.setLogLevel("ERROR")
    failed = []
    started = time.monotonic()
    with tempfile.TemporaryDirectory() as out:
        for plan in json.loads(pathlib.Path(plans).read_text()):
            try:
                run_plan(spark.newSession(), plan, lake, f"{out}/{plan['pattern_id']}")
            except Exception as error:  # told, and the others still run
                failed.append(f"{plan['pattern_id']}: {str(error).splitlines()[0][:200]}")
    print(json.dumps({"seconds": time.monotonic() - started, "failed": failed}))
    spark.stop()


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2])
