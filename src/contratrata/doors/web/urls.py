"""Every address of the product."""

from django.urls import URLPattern, URLResolver, include, path

handler400 = "contratrata.doors.web.errors.bad_request"
handler403 = "contratrata.doors.web.errors.refused"
handler404 = "contratrata.doors.web.errors.not_found"
handler500 = "contratrata.doors.web.errors.failed"

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("contratrata.doors.web.home_urls")),
    path("", include("contratrata.ground.accounts.sign_in_urls")),
    path("", include("contratrata.ground.accounts.urls")),
    path("", include("contratrata.ground.vault.urls")),
    path("", include("contratrata.ground.network.entry_urls")),
    path("", include("contratrata.ground.network.urls")),
    path("", include("contratrata.care.directory.urls")),
    path("casos/importar/", include("contratrata.care.cases.imports.urls")),
    path("", include("contratrata.care.referrals.urls")),
    path("casos/", include("contratrata.care.cases.urls")),
    path("rastro/", include("contratrata.doors.trail.urls")),
    path("avisos/", include("contratrata.doors.noticeboard.urls")),
    path("idioma/", include("django.conf.urls.i18n")),
]
