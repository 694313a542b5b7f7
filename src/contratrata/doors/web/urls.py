"""Every address of the product, as its packages bring them."""

from django.urls import URLPattern, URLResolver, include, path

from contratrata.ground.base.package import mounts

handler400 = "contratrata.doors.web.errors.bad_request"
handler403 = "contratrata.doors.web.errors.refused"
handler404 = "contratrata.doors.web.errors.not_found"
handler429 = "contratrata.doors.web.errors.too_many"  # allauth asks for it
handler500 = "contratrata.doors.web.errors.failed"

urlpatterns: list[URLPattern | URLResolver] = [path(one.prefix, include(one.module)) for one in mounts()]
