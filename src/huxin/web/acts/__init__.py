"""What can be done on the pages of projects, one module per matter."""

from __future__ import annotations

from collections.abc import Collection

from huxin.web.act import Act, Offers, offered
from huxin.web.acts import (
    accounts,
    chain,
    deposits,
    employers,
    figures,
    ledgers,
    measures,
    papers,
    site,
    statements,
)
from huxin.web.page import Request

__all__ = ["ACTS", "offers"]

ACTS: tuple[Act, ...] = (
    *chain.ACTS,
    *accounts.ACTS,
    *deposits.ACTS,
    *measures.ACTS,
    *employers.ACTS,
    *site.ACTS,
    *papers.ACTS,
    *statements.ACTS,
    *figures.ACTS,
    *ledgers.ACTS,
)


def offers(request: Request, may_do: Collection[str]) -> Offers:
    """Which of them the reader may do, for templates."""
    return offered(ACTS, request, may_do)
