"""The engines: the only place that opens DuckDB, PostgreSQL or Spark for analysis.

An engine holds named tables and runs SQL that was compiled for its dialect. What runs on one runs
on the others: the rule tables of the tests hold all three to identical rows.
"""

from __future__ import annotations

from pathlib import Path
from typing import Protocol, Self

import duckdb
import pyarrow as pa
from adbc_driver_postgresql import dbapi as postgres_dbapi

from huxin.kernel.errors import EngineError
from huxin.kernel.texts import message


class Engine(Protocol):
    """Named tables and SQL over them; `dialect` is what expressions are compiled for."""

    dialect: str

    def load(self, name: str, table: pa.Table) -> None:
        """Make `table` readable as `name`, in place of what stood there."""

    def keep(self, name: str, sql: str) -> None:
        """Evaluate `sql` once and make its rows readable as `name`."""

    def read(self, sql: str) -> pa.Table:
        """The rows of `sql`."""

    def close(self) -> None:
        """Give everything back."""


class _Closing:
    """`with` for an engine: closes at the end."""

    def close(self) -> None:
        """Give everything back."""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


class DuckDBEngine(_Closing):
    """Embedded default: reads Arrow tables in memory and Parquet files where they lie."""

    dialect = "duckdb"

    def __init__(self, *, threads: int | None = None, memory: str = "2GB") -> None:
        self._connection = duckdb.connect(config={"memory_limit": memory})
        self._kinds: dict[str, str] = {}
        self._connection.execute("SET preserve_insertion_order = false")
        self._connection.execute("SET enable_progress_bar = false")
        if threads:
            self._connection.execute(f"SET threads = {threads:d}")

    def load(self, name: str, table: pa.Table) -> None:
        self._drop(name)
        self._connection.register(name, table)
        self._kinds[name] = "ARROW"

    def attach(self, name: str, parts: list[Path]) -> None:
        """Make Parquet files readable as one table; they are read when asked, not now."""
        files = ", ".join("'" + str(part).replace("'", "''") + "'" for part in parts)
        self._drop(name)
        self._connection.execute(
            f'CREATE TEMP VIEW "{name}" AS '  # noqa: S608 -- our own names and paths, quoted
            f"SELECT * FROM read_parquet([{files}], hive_partitioning = false)"
        )
        self._kinds[name] = "VIEW"

    def keep(self, name: str, sql: str) -> None:
        self._drop(name)
        self._execute(f'CREATE TEMP TABLE "{name}" AS {sql}')
        self._kinds[name] = "TABLE"

    def read(self, sql: str) -> pa.Table:
        return self._execute(sql).to_arrow_table()

    def close(self) -> None:
        self._connection.close()

    def _execute(self, sql: str) -> duckdb.DuckDBPyConnection:
        try:
            return self._connection.execute(sql)
        except duckdb.Error as fault:
            raise _failed("DuckDB", fault) from fault

    def _drop(self, name: str) -> None:
        kind = self._kinds.pop(name, None)
        if kind == "ARROW":
            self._connection.unregister(name)
        elif kind is not None:
            self._connection.execute(f'DROP {kind} "{name}"')


class PostgresEngine(_Closing):
    """A PostgreSQL database; tables live in a schema of their own that is dropped at the end."""

    dialect = "postgres"

    def __init__(self, url: str, *, schema: str = "huxin_facts") -> None:
        self._schema = schema
        self._connection = postgres_dbapi.connect(url, autocommit=True)
        self._run(f'DROP SCHEMA IF EXISTS "{schema}" CASCADE')
        self._run(f'CREATE SCHEMA "{schema}"')
        self._run(f'SET search_path TO "{schema}"')

    def load(self, name: str, table: pa.Table) -> None:
        plain = table.cast(pa.schema([_plain(each) for each in table.schema]))
        self._run(f'DROP TABLE IF EXISTS "{name}"')
        with self._connection.cursor() as cursor:
            cursor.adbc_ingest(name, plain, mode="create", db_schema_name=self._schema)
        self._run(f'ANALYZE "{name}"')

    def keep(self, name: str, sql: str) -> None:
        self._run(f'DROP TABLE IF EXISTS "{name}"')
        self._run(f'CREATE TABLE "{name}" AS {sql}')
        self._run(f'ANALYZE "{name}"')

    def index(self, name: str, columns: tuple[str, ...]) -> None:
        """An index, so that the comparison with this engine is fair."""
        listed = ", ".join(f'"{column}"' for column in columns)
        self._run(f'CREATE INDEX ON "{name}" ({listed})')

    def read(self, sql: str) -> pa.Table:
        try:
            with self._connection.cursor() as cursor:
                cursor.execute(sql)
                return cursor.fetch_arrow_table()
        except Exception as fault:
            raise _failed("PostgreSQL", fault) from fault

    def close(self) -> None:
        self._run(f'DROP SCHEMA IF EXISTS "{self._schema}" CASCADE')
        self._connection.close()

    def _run(self, sql: str) -> None:
        try:
            with self._connection.cursor() as cursor:
                cursor.execute(sql)
        except Exception as fault:
            raise _failed("PostgreSQL", fault) from fault


def _plain(field: pa.Field) -> pa.Field:
    return pa.field(field.name, pa.string()) if pa.types.is_dictionary(field.type) else field


def _failed(engine: str, fault: Exception) -> EngineError:
    return EngineError(
        message("{engine} could not run the rules: {fault}", engine=engine, fault=str(fault)),
        remedy=message(
            "This is a fault of the program, not of your files; please report it with this text."
        ),
    )
