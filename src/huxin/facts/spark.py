"""Spark as an engine (extra `spark`): the same rules over the same Parquet on a cluster."""

from __future__ import annotations

import pyarrow as pa
from pyspark.sql import SparkSession

from huxin.facts.engine import _Closing, _plain


class SparkEngine(_Closing):
    """A Spark session; `keep` caches, so a grain is evaluated once per run."""

    dialect = "pyspark"

    def __init__(self, session: SparkSession) -> None:
        self._session = session

    def load(self, name: str, table: pa.Table) -> None:
        plain = table.cast(pa.schema([_plain(each) for each in table.schema]))
        self._session.createDataFrame(plain).createOrReplaceTempView(name)

    def keep(self, name: str, sql: str) -> None:
        self._session.sql(sql).cache().createOrReplaceTempView(name)

    def read(self, sql: str) -> pa.Table:
        return self._session.sql(sql).toArrow()

    def close(self) -> None:
        self._session.catalog.clearCache()
