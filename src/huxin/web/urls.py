"""The addresses of all pages; each view names its operation."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path

from huxin.web import (
    account,
    accounts,
    attendance,
    bodies,
    counter,
    devices,
    employers,
    enrolment,
    figures,
    files,
    history,
    law,
    ledgers,
    likeness,
    office,
    papers,
    people,
    projects,
    roster,
    sign_in,
    todo,
    traces,
    warnings,
    worker,
    worker_phone,
)
from huxin.web.act import paths
from huxin.web.acts import ACTS
from huxin.web.acts import people as people_acts

__all__ = ["urlpatterns"]

access = [
    path("sign-in", sign_in.sign_in, name="sign-in"),
    path("second-factor", sign_in.second_factor, name="second-factor"),
    path("sign-in/bind", sign_in.bind, name="bind"),
    path("phone", sign_in.phone, name="phone"),
    path("phone/code", sign_in.phone_code, name="phone-code"),
    path("sign-out", sign_in.sign_out, name="sign-out"),
    path("me", account.me, name="me"),
    path("me/password", account.password, name="password"),
    path("me/sessions/<int:key>/end", account.end, name="end"),
    path("me/lent/<int:key>/end", account.take_back, name="take-back"),
]
account_pages = [
    path("", accounts.listed, name="list"),
    path("<int:key>", accounts.one, name="one"),
    path("exports", traces.exports, name="exports"),
    path("looks", traces.looks, name="looks"),
    path("keys", traces.keys, name="keys"),
]
body_pages = [
    path("", bodies.listed, name="list"),
    path("watched", employers.listed, name="watched"),
    path("<int:key>", bodies.one, name="one"),
]
office_pages = [
    path("", office.seats, name="seats"),
    path("<str:code>", office.seats, name="place"),
]
counter_pages = [
    path("<int:key>", counter.pages, name="pages"),
    path("<int:key>/end", counter.end, name="end"),
    path("<int:key>/<str:month>", counter.pages, name="month"),
]
OFFICE_ACTS = (*accounts.ACTS, *traces.ACTS, *bodies.ACTS, *office.ACTS, *counter.ACTS)
intake = [
    path("", files.receipts, name="receipts"),
    path("<int:key>", files.receipt, name="receipt"),
    path("project/<int:project>", files.upload, name="upload"),
    path("list", files.upload_list, name="upload-list"),
    path("row/<int:key>", files.mend, name="row"),
]
paper_pages = [
    path("", papers.templates, name="list"),
    path("labour-contract", papers.contract, name="contract"),
    path("<str:name>", papers.template, name="template"),
]
figure_pages = [path("", figures.listed, name="list")]
warning_pages = [
    path("", warnings.warning_list, name="list"),
    path("today", warnings.board, name="board"),
    path("places", warnings.places, name="places"),
    path("places/<str:code>", warnings.places, name="place"),
    path("hazards", warnings.hazards, name="hazards"),
    path("on-us", warnings.on_us, name="on-us"),
    path("<int:key>", warnings.one, name="one"),
    path("<int:key>/<str:name>", warnings.move, name="move"),
]
project_pages = [
    path("", projects.listed, name="list"),
    path("<int:key>", projects.one, name="one"),
    path("<int:key>/poster", projects.poster, name="poster"),
    path("<int:key>/signboard-photo", projects.photo, name="photo"),
    path("works-contracts/<int:key>", projects.works_scan, name="works-scan"),
    path("ledgers", ledgers.listed, name="ledgers"),
    path("registers", projects.registers, name="registers"),
    path("registers/<str:name>", projects.registers, name="register"),
]
history_pages = [
    path("<str:label>/<int:key>", history.of, name="of"),
    path("<str:label>/<int:key>/proof/<int:year>/<int:number>", history.proof, name="proof"),
    path("<str:label>/<int:key>/<int:year>/<int:number>", history.opened, name="opened"),
]
people_pages = [
    path("workers", people.search, name="search"),
    path("workers/<int:key>", people.worker, name="worker"),
    path("workers/<int:key>/reveal", people.reveal, name="reveal"),
    path("workers/<int:key>/card", people.reveal_number, name="reveal-card"),
    path("employers/<int:key>/staff", roster.staff, name="staff"),
    path("likenesses", likeness.listed, name="likenesses"),
    path("likenesses/<int:key>/<str:name>", likeness.decide, name="likeness"),
    path("projects/<int:project>/roster", roster.roster, name="roster"),
    path("projects/<int:project>/roster/leave", roster.leave, name="leave"),
    path("projects/<int:project>/roster/file", roster.file, name="file"),
    path("projects/<int:project>/roster/export/whole", roster.export_revealed, name="whole"),
    path("projects/<int:project>/roster/export", roster.export, name="export"),
    path("projects/<int:project>/labour-contract", papers.project_contract, name="contract"),
    path("projects/<int:project>/roster/enter", people.enter, name="enter"),
]
enrolment_pages = [
    path("<int:key>", enrolment.enrolment, name="one"),
    path("<int:key>/labour-contract", papers.stay_contract, name="contract"),
]
attendance_pages = [
    path("projects/<int:project>/attendance", attendance.sheet, name="sheet"),
    path("projects/<int:project>/attendance/correct", attendance.correct, name="correct"),
    path("projects/<int:project>/devices", devices.devices, name="devices"),
    path("projects/<int:project>/attendance/<str:month>", attendance.sheet, name="month"),
]
worker_pages = [
    path("", worker.home, name="home"),
    path("days", worker.days, name="days"),
    path("days/<str:month>", worker.days, name="month"),
    path("days/<int:project>/<str:on>", worker.diary, name="diary"),
    path("card", worker.card, name="card"),
    path("card/<int:key>", worker.answer_card, name="answer-card"),
    path("contracts/<int:key>", worker.contract, name="own-contract"),
    path("certificates/<int:key>", worker.certificate, name="own-certificate"),
    path("phone", worker_phone.phone, name="phone"),
    path("phone/code", worker_phone.code, name="phone-code"),
    path("kept", worker.kept, name="kept"),
    path("looked", worker.looked, name="looked"),
    path("looked/end", worker.end_help, name="end-help"),
]
law_pages = [
    path("", law.documents, name="documents"),
    path("<str:code>", law.document, name="document"),
]
urlpatterns: list[URLPattern | URLResolver] = [
    path("", account.home, name="home"),
    path("todo", todo.todo, name="todo"),
    path("language", sign_in.language, name="language"),
    path("b/<str:code>", projects.board, name="board"),
    path("", include((access, "access"))),
    path("files/", include((intake, "intake"))),
    path("templates/", include((paper_pages, "papers"))),
    path("figures/", include((figure_pages, "figures"))),
    path("warnings/", include((warning_pages, "warnings"))),
    path("projects/", include((project_pages, "projects"))),
    path("history/", include((history_pages, "history"))),
    path("", include((people_pages, "people"))),
    path("enrolments/", include((enrolment_pages, "enrolment"))),
    path("", include((attendance_pages, "attendance"))),
    path("mine/", include((worker_pages, "worker"))),
    path("", include((paths((*ACTS, *OFFICE_ACTS, *people_acts.ACTS, *devices.ACTS)), "acts"))),
    path("accounts/", include((account_pages, "accounts"))),
    path("units/", include((body_pages, "bodies"))),
    path("leading-group/", include((office_pages, "office"))),
    path("counter/", include((counter_pages, "counter"))),
    path("law/", include((law_pages, "law"))),
]
