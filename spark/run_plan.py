"""Runs one tapewarden job plan on Spark 3.5: binds the pinned files as views, runs the SQL, writes what it found.

    spark-submit run_plan.py --plan PLAN --lake ROOT --out FOLDER

PLAN is a job plan (schemas/job-plan.schema.json); ROOT is the address of the lake, under which the plan's keys lie; both may be
any address that Spark reads, as FOLDER may be any that it writes. FOLDER gets `alerts-<sha256>.json`, `evidence-<sha256>.json` (one JSON object a
row, every value as text, decimals plain, in an order that does not depend on the run) and, last, `result.json`, which says what
was run, how many rows each holds and its hash: without it there is no result. Nothing is ever written over: a service that tries a
job again finds its result, or writes files of other names.
"""

import argparse
import datetime
import decimal
import hashlib
import json
import re
import sys

from pyspark.sql import DataFrame, SparkSession
from pyspark.sql import functions as fn

# Overflow and division by zero are errors, as in the other engines, and no time depends on the cluster's zone.
SETTINGS = {
    "spark.sql.ansi.enabled": "true",
    "spark.sql.session.timeZone": "UTC",
    "spark.sql.caseSensitive": "false",
}


def main(arguments: list[str]) -> None:
    # Glue hands arguments of its own to every job, which are left alone.
    parser = argparse.ArgumentParser(description="Runs one tapewarden job plan on Spark.", allow_abbrev=False)
    for name in ("plan", "lake", "out"):
        parser.add_argument(f"--{name}", required=True)
    options, _ = parser.parse_known_args(arguments)
    spark = SparkSession.builder.appName("tapewarden").getOrCreate()
    try:
        plan = json.loads(read_text(spark, options.plan))
        run_plan(spark, plan, options.lake, options.out)
    finally:
        spark.stop()


def run_plan(spark: SparkSession, plan: dict, lake: str, out: str) -> None:
    """Runs a plan in a session; `result.json` is written last. One that has its result is not run again."""
    if exists(spark, f"{out}/result.json"):
        return
    for name, value in SETTINGS.items():
        spark.conf.set(name, value)
    bind_inputs(spark, plan, lake)
    bind_absent(spark, plan)
    # Kept, so that evidence is gathered for the rows that are reported and nothing is computed twice.
    alerts = in_steps(spark, plan["alerts_sql"]).persist()
    alerts.createOrReplaceTempView("alerts")
    found = {"alerts": rows_of(alerts)}
    found["evidence"] = rows_of(in_steps(spark, plan["evidence_sql"])) if found["alerts"] else []
    alerts.unpersist()
    result = {"plan_id": plan["plan_id"], "engine": f"spark {spark.version}"}
    for name, rows in found.items():
        text = "".join(f"{row}\n" for row in rows)
        digest = hashlib.sha256(text.encode()).hexdigest()
        write_text(spark, f"{out}/{name}-{digest}.json", text)
        result[name] = {"rows": len(rows), "sha256": digest}
    write_text(spark, f"{out}/result.json", json.dumps(result, sort_keys=True) + "\n")


def in_steps(spark: SparkSession, sql: str) -> DataFrame:
    """A query whose relations that are read more than once are computed once, each before the next.

    Spark puts a relation's whole text wherever it is read, so that a query of twenty relations, each read twice, is a million
    times as long; those that are computed stand in it as rows.
    """
    relations, query = relations_of(sql)
    texts: dict[str, str] = {}
    for name, body in relations.items():
        readers = [other for other in (*relations.values(), query) for _ in reads(other, name)]
        if len(readers) > 1:
            view = f"step_{name}"
            rows = spark.sql(with_relations(texts, body)).localCheckpoint()
            rows.createOrReplaceTempView(view)
            # Renamed to what they are called, columns are no longer taken for those of the dataset that they came from.
            texts[name] = f"SELECT {', '.join(f'{column} AS {column}' for column in rows.columns)} FROM {view}"
        else:
            texts[name] = body
    return spark.sql(with_relations(texts, query))


def relations_of(sql: str) -> tuple[dict[str, str], str]:
    """The relations of a query's WITH list by name, in their order, and the query behind them."""
    text = re.sub(r"('(?:[^']|'')*')|--[^\n]*", lambda found: found[1] or "", sql)
    relations: dict[str, str] = {}
    begins = re.compile(r"\s*(?:WITH|,)\s+(\w+)\s+AS\s*\(", re.IGNORECASE)
    at = 0
    while found := begins.match(text, at):
        depth, at = 1, found.end()
        for part in re.compile(r"'(?:[^']|'')*'|[()]").finditer(text, found.end()):
            depth += {"(": 1, ")": -1}.get(part[0], 0)
            if depth == 0:
                relations[found[1]] = text[found.end() : part.start()]
                at = part.end()
                break
    return relations, text[at:]


def reads(text: str, name: str) -> list[str]:
    return re.findall(rf"\b(?:FROM|JOIN)\s+{name}\b", text, re.IGNORECASE)


def with_relations(texts: dict[str, str], query: str) -> str:
    """A query behind those of the relations that it reads, directly or through another."""
    wanted: set[str] = set()
    reading = [query]
    for name in reversed(texts):
        if any(reads(text, name) for text in reading):
            wanted.add(name)
            reading.append(texts[name])
    parts = [f"{name} AS ({text})" for name, text in texts.items() if name in wanted]
    return f"WITH {', '.join(parts)} {query}" if parts else query


def bind_inputs(spark: SparkSession, plan: dict, lake: str) -> None:
    """One view per dataset over its files: the canonical columns, then `trade_date` and `feed`; `<dataset>_history` over those of
    earlier sessions, with `sessions_ago` besides."""
    views: dict[str, dict[tuple, list[str]]] = {}
    for entry in plan["inputs"]:
        ago = entry.get("sessions_ago")
        view = entry["dataset"] if ago is None else f"{entry['dataset']}_history"
        partition = (entry["feed"], entry.get("trade_date", plan["trade_date"]), ago)
        views.setdefault(view, {}).setdefault(partition, []).append(f"{lake}/{entry['key']}")
    for name, partitions in sorted(views.items()):
        parts: list[DataFrame] = []
        for (feed, day, ago), files in partitions.items():
            # The key's folders repeat trade_date and feed; columns guessed from folders would be of guessed types.
            rows = spark.read.option("recursiveFileLookup", "true").parquet(*files)
            rows = rows.withColumn("trade_date", fn.to_date(fn.lit(day))).withColumn("feed", fn.lit(feed))
            parts.append(rows if ago is None else rows.withColumn("sessions_ago", fn.lit(ago).cast("bigint")))
        view = parts[0]
        for part in parts[1:]:
            view = view.unionByName(part, allowMissingColumns=True)
        view.createOrReplaceTempView(name)


def bind_absent(spark: SparkSession, plan: dict) -> None:
    """Datasets that the SQL names and no file holds are empty."""
    for absent in plan.get("absent", []):
        columns = [
            f"CAST(NULL AS {'STRING' if type_ == 'VARCHAR' else type_}) AS `{name}`"
            for name, type_ in absent["columns"].items()
        ]
        schema = spark.sql(f"SELECT {', '.join(columns)}").schema
        # Rows of no query: Spark cannot tell two readings of one SELECT without a table apart when they are joined.
        spark.createDataFrame([], schema).createOrReplaceTempView(absent["dataset"])


def rows_of(frame: DataFrame) -> list[str]:
    return sorted(
        json.dumps({name: text_of(value) for name, value in row.asDict().items()}, sort_keys=True)
        for row in frame.collect()
    )


def text_of(value: object) -> str | None:
    """A value as text. A float is refused: no price, quantity or measure is one."""
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return str(value)
    if isinstance(value, decimal.Decimal):
        return format(value, "f")
    if isinstance(value, datetime.date):
        return value.isoformat()
    raise TypeError(f"a result holds {value!r}, expected text, whole numbers, decimals, dates or true and false")


def read_text(spark: SparkSession, address: str) -> str:
    return spark.sparkContext.wholeTextFiles(address).values().first()


def place_of(spark: SparkSession, address: str) -> tuple:
    path = spark.sparkContext._jvm.org.apache.hadoop.fs.Path(address)
    return path, path.getFileSystem(spark.sparkContext._jsc.hadoopConfiguration())


def exists(spark: SparkSession, address: str) -> bool:
    path, files = place_of(spark, address)
    return files.exists(path)


def write_text(spark: SparkSession, address: str, text: str) -> None:
    """Writes one object, whole, unless it is there."""
    path, files = place_of(spark, address)
    if files.exists(path):
        return
    stream = files.create(path, False)
    try:
        stream.write(bytearray(text.encode()))
    finally:
        stream.close()


if __name__ == "__main__":
    main(sys.argv[1:])
