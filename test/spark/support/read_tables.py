"""Makes tables and partitions in a Hive metastore as a catalog describes them, and runs queries on them with Spark.

    read_tables.py WORK

WORK/catalog.json holds {tables: [{name, columns, partition_keys, location, partitions: [{values, location}]}], queries};
WORK/rows.json gets the rows of each query, every value as text.
"""

import json
import pathlib
import sys

from pyspark.sql import SparkSession

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[3] / "spark"))
from run_plan import SETTINGS, text_of  # noqa: E402


def main(work: pathlib.Path) -> None:
    metastore = f"jdbc:derby:;databaseName={work}/metastore;create=true"
    builder = SparkSession.builder.appName("tapewarden-tables").master("local[2]")
    for name, value in {
        **SETTINGS,
        "spark.ui.enabled": "false",
        "spark.driver.host": "127.0.0.1",
        "spark.sql.shuffle.partitions": "1",
        "spark.sql.warehouse.dir": f"{work}/warehouse",
        "spark.hadoop.javax.jdo.option.ConnectionURL": metastore,
        "spark.driver.extraJavaOptions": f"-Dderby.system.home={work}",
    }.items():
        builder = builder.config(name, value)
    spark = builder.enableHiveSupport().getOrCreate()
    spark.sparkContext.setLogLevel("ERROR")
    catalog = json.loads((work / "catalog.json").read_text())
    for table in catalog["tables"]:
        create(spark, table)
    rows = [
        [{name: text_of(value) for name, value in row.asDict().items()} for row in spark.sql(query).collect()]
        for query in catalog["queries"]
    ]
    (work / "rows.json").write_text(json.dumps(rows))
    spark.stop()


def create(spark: SparkSession, table: dict) -> None:
    columns = ", ".join(f"`{column['name']}` {column['type']}" for column in table["columns"])
    keys = [key["name"] for key in table["partition_keys"]]
    declared = ", ".join(f"`{key['name']}` {key['type']}" for key in table["partition_keys"])
    spark.sql(
        f"CREATE EXTERNAL TABLE `{table['name']}` ({columns}) PARTITIONED BY ({declared})"
        f" STORED AS PARQUET LOCATION '{table['location']}'"
    )
    for partition in table["partitions"]:
        values = ", ".join(f"`{key}` = '{value}'" for key, value in zip(keys, partition["values"]))
        spark.sql(f"ALTER TABLE `{table['name']}` ADD PARTITION ({values}) LOCATION '{partition['location']}'")


if __name__ == "__main__":
    main(pathlib.Path(sys.argv[1]))
