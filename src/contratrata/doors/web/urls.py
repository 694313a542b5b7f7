"""Every address of the product."""

from django.urls import URLPattern, URLResolver, include, path

handler400 = "contratrata.doors.web.errors.bad_request"
handler403 = "contratrata.doors.web.errors.refused"
handler404 = "contratrata.doors.web.errors.not_found"
handler500 = "contratrata.doors.web.errors.failed"

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("contratrata.doors.web.home_urls")),
    path("avisos/", include("contratrata.doors.noticeboard.urls")),
    path("idioma/", include("django.conf.urls.i18n")),
]
