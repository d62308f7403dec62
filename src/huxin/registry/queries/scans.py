"""Papers as they were handed in: read back from the store, and the scan of a works contract."""

from __future__ import annotations

from huxin.access.actor import Actor
from huxin.access.errors import NotFound
from huxin.access.gate import reach
from huxin.access.storage import opened
from huxin.registry.models import WorksContract
from huxin.registry.policy.images import Photo, kind_of

__all__ = ["stored", "works_scan"]

SEE = "registry.works_contract.view"


def stored(file: str) -> Photo:
    """What lies in the store under a digest; raises NotFound where there is none."""
    if not file:
        raise NotFound
    with opened(file) as path:
        content = path.read_bytes()
    return Photo(kind_of(content), content)


def works_scan(contract: int, *, actor: Actor) -> Photo:
    """The scan of a works contract; raises NotFound without one, and out of reach.

    It is a paper of two firms and of nobody's person: opening it costs no reason and no allowance.
    """
    return stored(reach(WorksContract, contract, SEE, actor=actor).file)
