"""Twelve rules as somebody would write them in pandas: merge, group, filter, one after another.

Only what the facts of the simulated county need is written: every input of these rules is known
there, so the cases of `cannot_tell` are left out, which is in favour of pandas.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import pandas as pd
import pyarrow.parquet as pq

Tables = Mapping[str, pd.DataFrame]
ROW = ["project_key", "worker_key", "month"]
PERSON = ROW[:2]
NEEDED = ("attendance_month", "wage_line", "payment", "enrolment", "labour_contract")


def read(parts: Mapping[str, list[Path]], *, days_as_objects: bool) -> dict[str, pd.DataFrame]:
    """The fact tables, whole, from the store's files.

    By itself pandas reads days as objects, which it groups slowly; as numbers it groups them fast.
    """
    tables = {}
    for name in NEEDED:
        files = [pq.read_table(file, partitioning=None) for file in parts[name]]
        tables[name] = pd.concat(
            [file.to_pandas(date_as_object=days_as_objects) for file in files], ignore_index=True
        )
    return tables


def _net(t: Tables) -> pd.DataFrame:
    lines = t["wage_line"]
    return lines.groupby(ROW, as_index=False).agg(net_fen=("net_fen", "sum"))


def _arrived(t: Tables) -> pd.DataFrame:
    paid = t["payment"]
    paid = paid[(paid["state"] == "paid") & paid["worker_key"].notna()]
    return paid.groupby(ROW, as_index=False).agg(
        paid_fen=("amount_fen", "sum"), last_paid_on=("paid_on", "max")
    )


def _of_state(t: Tables, states: list[str], name: str) -> pd.DataFrame:
    rows = t["payment"]
    rows = rows[rows["state"].isin(states) & rows["worker_key"].notna()]
    return rows.groupby(ROW, as_index=False).agg(**{name: ("amount_fen", "sum")})


def _listed_and_paid(t: Tables) -> pd.DataFrame:
    both = _net(t).merge(_arrived(t), on=ROW)
    return both.merge(t["context"], on=["project_key", "month"])


def pay_02(t: Tables) -> pd.DataFrame:
    rows = _listed_and_paid(t).merge(
        _of_state(t, ["failed", "returned"], "bounced_fen"), on=ROW, how="left"
    )
    rows = rows.merge(_of_state(t, ["unknown"], "unknown_fen"), on=ROW, how="left")
    rows = rows.fillna({"bounced_fen": 0, "unknown_fen": 0})
    rows["short_fen"] = rows["net_fen"] - rows["paid_fen"] - rows["unknown_fen"]
    due = rows["due_on"] < rows["as_of"]
    return rows[due & (rows["bounced_fen"] == 0) & (rows["short_fen"] > rows["tolerance_fen"])]


def pay_03(t: Tables) -> pd.DataFrame:
    rows = _listed_and_paid(t)
    full = rows["net_fen"] - rows["paid_fen"] <= rows["tolerance_fen"]
    rows = rows[full & (rows["last_paid_on"] > rows["due_on"])].copy()
    rows["late_days"] = pd.to_datetime(rows["last_paid_on"]) - pd.to_datetime(rows["due_on"])
    return rows


def pay_05(t: Tables) -> pd.DataFrame:
    there = t["attendance_month"]
    there = there[there["days"] > 0][[*ROW, "days"]]
    kept = t["attendance_month"][["project_key", "month"]].drop_duplicates()
    posts = t["enrolment"][[*PERSON, "post"]]
    rows = _arrived(t).merge(posts, on=PERSON, how="left").merge(kept, on=["project_key", "month"])
    rows = rows[rows["post"].isna() | rows["post"].isin(["worker", "team_leader"])]
    rows = rows.merge(there, on=ROW, how="left")
    return rows[rows["days"].isna() & (rows["paid_fen"] > 0)]


def pay_13(t: Tables) -> pd.DataFrame:
    rows = _of_state(t, ["failed", "returned"], "bounced_fen").merge(_net(t), on=ROW, how="left")
    rows = rows.merge(_arrived(t), on=ROW, how="left")
    rows = rows.merge(_of_state(t, ["unknown"], "unknown_fen"), on=ROW, how="left")
    rows = rows.fillna({"paid_fen": 0, "unknown_fen": 0})
    rows["wanted_fen"] = rows["net_fen"].fillna(rows["bounced_fen"])
    return rows[rows["paid_fen"] + rows["unknown_fen"] < rows["wanted_fen"]]


def pay_16(t: Tables) -> pd.DataFrame:
    paid = t["payment"]
    goods = paid[(paid["state"] == "paid") & (paid["channel"] == "in_kind")]
    goods = goods.groupby(ROW, as_index=False).agg(in_kind_fen=("amount_fen", "sum"))
    lines = (
        t["wage_line"]
        .groupby(ROW, as_index=False)
        .agg(in_kind=("in_kind", "max"), net_fen=("net_fen", "sum"))
    )
    rows = lines.merge(goods, on=ROW, how="outer")
    return rows[(rows["in_kind"] == True) | (rows["in_kind_fen"] > 0)]  # noqa: E712 -- nulls


def pay_17(t: Tables) -> pd.DataFrame:
    rows = _listed_and_paid(t)
    rows["surplus_fen"] = rows["paid_fen"] - rows["net_fen"]
    return rows[rows["surplus_fen"] > rows["tolerance_fen"]]


def _sheets(t: Tables, flag: str) -> pd.DataFrame:
    lines = t["wage_line"].groupby([*ROW, "sheet_key"], as_index=False).agg(good=(flag, "min"))
    lines["bad"] = ~lines["good"].astype(bool)
    sheets = lines.groupby(["project_key", "sheet_key", "month"], as_index=False).agg(
        lines=("bad", "size"), bad=("bad", "sum")
    )
    rows = sheets.merge(t["context"], on=["project_key", "month"])
    return rows[(rows["due_on"] < rows["as_of"]) & (rows["bad"] > 0)]


def sht_02(t: Tables) -> pd.DataFrame:
    return _sheets(t, "signed")


def sht_03(t: Tables) -> pd.DataFrame:
    return _sheets(t, "reviewed")


def _present(t: Tables) -> pd.DataFrame:
    days = t["attendance_month"]
    return (
        days[days["days"] > 0]
        .groupby(PERSON, as_index=False)
        .agg(first_present_month=("month", "min"), months_present=("month", "size"))
    )


def enr_01(t: Tables) -> pd.DataFrame:
    rows = _present(t).merge(t["enrolment"], on=PERSON, how="left")
    registered = pd.to_datetime(rows["registered_on"]).dt.to_period("M")
    late = registered > pd.to_datetime(rows["first_present_month"]).dt.to_period("M")
    return rows[rows["registered_on"].isna() | late]


def enr_02(t: Tables) -> pd.DataFrame:
    people = t["enrolment"]
    return people[people["under_age"].astype(bool)]


def con_01(t: Tables) -> pd.DataFrame:
    rows = _present(t).merge(t["enrolment"], on=PERSON)
    rows = rows[rows["post"] != "chief_supervisor"]
    held = t["labour_contract"][PERSON].drop_duplicates()
    rows = rows.merge(held, on=PERSON, how="left", indicator=True)
    return rows[rows["_merge"] == "left_only"]


def con_04(t: Tables) -> pd.DataFrame:
    terms = (
        t["labour_contract"]
        .groupby(PERSON, as_index=False)
        .agg(terms_missing=("terms_missing", "max"), signed_on=("signed_on", "min"))
    )
    return terms[terms["terms_missing"] > 0]


RULES: Mapping[str, Callable[[Tables], pd.DataFrame]] = {
    "CON-01": con_01, "CON-04": con_04, "ENR-01": enr_01, "ENR-02": enr_02,
    "PAY-02": pay_02, "PAY-03": pay_03, "PAY-05": pay_05, "PAY-13": pay_13,
    "PAY-16": pay_16, "PAY-17": pay_17, "SHT-02": sht_02, "SHT-03": sht_03,
}  # fmt: skip
