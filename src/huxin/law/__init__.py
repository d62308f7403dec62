"""The law as data: packs of dated values, clauses and duties, asked by name, place and day."""

from huxin.law.answers import Answer
from huxin.law.coverage import Coverage, Wait, read_waits
from huxin.law.lawbook import Lawbook, ParameterRow
from huxin.law.model import Clause, Duty, Feed, Pack, Parameter
from huxin.law.reader import Bilingual
from huxin.law.verify import Verdict, verify

__all__ = [
    "Answer", "Bilingual", "Clause", "Coverage", "Duty", "Feed", "Lawbook", "Pack", "Parameter",
    "ParameterRow", "Verdict", "Wait", "read_waits", "verify",
]  # fmt: skip
