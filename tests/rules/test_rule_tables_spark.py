"""The same tables on Spark: what runs on one engine runs on a cluster, row for row."""

from __future__ import annotations

import gc
from collections.abc import Iterator

import pytest

from huxin.facts.engine import DuckDBEngine, Engine
from tests.support.rule_tables import outcomes

pytestmark = [
    pytest.mark.spark,
    # PySpark leaves the socket of every result that it hands over to the collector.
    pytest.mark.filterwarnings("ignore:unclosed <socket:ResourceWarning"),
]


@pytest.fixture(scope="module")
def on_spark() -> Iterator[Engine]:
    from pyspark.sql import SparkSession  # noqa: PLC0415 -- an extra that `make test-spark` installs

    from huxin.facts.spark import SparkEngine  # noqa: PLC0415 -- as above

    builder = SparkSession.builder.master("local[2]").appName("huxin rule tables")
    settings = {
        "spark.ui.enabled": "false",
        "spark.sql.shuffle.partitions": "2",
        "spark.sql.session.timeZone": "UTC",
        "spark.sql.codegen.wholeStage": "false",  # too many columns for one generated method
        "spark.sql.codegen.factoryMode": "NO_CODEGEN",
        "spark.driver.memory": "4g",  # with the default the collector takes most of the time
        "spark.driver.bindAddress": "127.0.0.1",
        "spark.driver.host": "127.0.0.1",
    }
    for name, value in settings.items():
        builder = builder.config(name, value)
    started = builder.getOrCreate()
    started.sparkContext.setLogLevel("ERROR")
    yield SparkEngine(started)
    started.stop()
    gc.collect()  # while its warnings are still let pass


def test_spark_says_the_same(on_spark: Engine) -> None:
    with DuckDBEngine() as engine:
        expected = outcomes(engine)
    assert outcomes(on_spark) == expected
