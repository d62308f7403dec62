from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from huxin.facts.engine import DuckDBEngine, Engine, PostgresEngine
from huxin.kernel.errors import EngineError

ENGINES = ["duckdb", pytest.param("postgres", marks=pytest.mark.postgres)]
ROWS = pa.table({"day": pa.array([1, 2, None], pa.int32()), "word": ["a", "b", "a"]})


@pytest.fixture(params=ENGINES)
def engine(request: pytest.FixtureRequest) -> Iterator[Engine]:
    if request.param == "duckdb":
        with DuckDBEngine(threads=1) as opened:
            yield opened
    else:
        with PostgresEngine(request.getfixturevalue("postgres_url"), schema="engine") as opened:
            yield opened


def count(engine: Engine, name: str) -> int:
    (row,) = engine.read(f'SELECT count(*) AS n FROM "{name}"').to_pylist()  # noqa: S608 -- ours
    return int(row["n"])


def test_loaded_rows_are_read_back(engine: Engine) -> None:
    labels = ROWS.set_column(1, "word", ROWS["word"].dictionary_encode())
    engine.load("seen", labels)
    read = engine.read('SELECT "day", "word" FROM "seen" ORDER BY "day"').to_pylist()
    assert read == ROWS.to_pylist()


def test_loading_again_replaces_the_rows(engine: Engine) -> None:
    engine.load("seen", ROWS)
    engine.load("seen", ROWS.slice(0, 1))
    assert count(engine, "seen") == 1


def test_kept_rows_stay_when_their_source_changes(engine: Engine) -> None:
    engine.load("seen", ROWS)
    engine.keep("kept", 'SELECT * FROM "seen"')
    engine.load("seen", ROWS.slice(0, 1))
    assert count(engine, "kept") == ROWS.num_rows
    engine.keep("kept", 'SELECT * FROM "seen"')
    assert count(engine, "kept") == 1


def test_what_was_kept_may_be_loaded_over(engine: Engine) -> None:
    engine.load("seen", ROWS)
    engine.keep("kept", 'SELECT * FROM "seen"')
    engine.load("kept", ROWS.slice(0, 2))
    assert count(engine, "kept") == 2


@pytest.mark.parametrize("call", ["read", "keep"])
def test_a_failure_says_which_engine_and_what_to_do(engine: Engine, call: str) -> None:
    wrong = 'SELECT * FROM "never_loaded"'
    with pytest.raises(EngineError) as failed:
        engine.read(wrong) if call == "read" else engine.keep("kept", wrong)
    assert failed.value.exit_code == 3
    text = failed.value.say("en")
    assert {"duckdb": "DuckDB", "postgres": "PostgreSQL"}[engine.dialect] in text
    assert "never_loaded" in text
    assert "fault of the program" in text
    assert failed.value.say("zh") != text


def test_parquet_files_are_read_where_they_lie(tmp_path: Path) -> None:
    parts = [tmp_path / "it's one.parquet", tmp_path / "two.parquet"]
    for part in parts:
        pq.write_table(ROWS, part)
    with DuckDBEngine(threads=1) as engine:
        engine.attach("seen", parts)
        assert count(engine, "seen") == 2 * ROWS.num_rows
        engine.attach("seen", parts[:1])
        assert count(engine, "seen") == ROWS.num_rows


def test_postgres_leaves_nothing_behind(postgres_url: str) -> None:
    with PostgresEngine(postgres_url, schema="gone") as engine:
        engine.load("seen", ROWS)
        engine.index("seen", ("day",))
    with PostgresEngine(postgres_url, schema="other") as engine:
        sql = "SELECT count(*) AS n FROM information_schema.schemata WHERE schema_name = 'gone'"
        assert engine.read(sql).to_pylist() == [{"n": 0}]
