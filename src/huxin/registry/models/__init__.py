"""Tables of the registry, one module per noun. Names of columns are those of the fact tables."""

from huxin.registry.models.employer import EmployerAccount, EmployerDeposit, Statement
from huxin.registry.models.figures import Figure
from huxin.registry.models.money import (
    CourtMeasure,
    Deposit,
    DepositOrder,
    Guarantee,
    SpecialAccount,
)
from huxin.registry.models.people import (
    Card,
    Certificate,
    Enrolment,
    LabourContract,
    Likeness,
    Worker,
    WorkerToken,
)
from huxin.registry.models.project import Party, Permit, Project, Team, WorksContract
from huxin.registry.models.site import Signboard, SitePost, Sticker

__all__ = [
    "Card", "Certificate", "CourtMeasure", "Deposit", "DepositOrder", "EmployerAccount",
    "EmployerDeposit", "Enrolment", "Figure", "Guarantee", "LabourContract", "Likeness", "Party",
    "Permit", "Project", "Signboard", "SitePost", "SpecialAccount", "Statement", "Sticker", "Team",
    "Worker", "WorkerToken", "WorksContract",
]  # fmt: skip
