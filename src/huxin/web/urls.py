"""The addresses of all pages; each view names its operation."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path

from huxin.web import account, files, sign_in

__all__ = ["urlpatterns"]

access = [
    path("sign-in", sign_in.sign_in, name="sign-in"),
    path("second-factor", sign_in.second_factor, name="second-factor"),
    path("sign-in/bind", sign_in.bind, name="bind"),
    path("phone", sign_in.phone, name="phone"),
    path("phone/code", sign_in.phone_code, name="phone-code"),
    path("sign-out", sign_in.sign_out, name="sign-out"),
    path("me", account.me, name="me"),
    path("me/sessions/<int:key>/end", account.end, name="end"),
]
intake = [
    path("", files.receipts, name="receipts"),
    path("<int:key>", files.receipt, name="receipt"),
    path("project/<int:project>", files.upload, name="upload"),
    path("row/<int:key>", files.mend, name="row"),
]
urlpatterns: list[URLPattern | URLResolver] = [
    path("", account.home, name="home"),
    path("language", sign_in.language, name="language"),
    path("", include((access, "access"))),
    path("files/", include((intake, "intake"))),
]
