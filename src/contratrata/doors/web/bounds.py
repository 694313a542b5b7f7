"""What holds for every answer, whoever makes it: three verbs, and no use of what a browser can do besides showing."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponseBase, HttpResponseNotAllowed

VERBS = ("GET", "HEAD", "POST")
#: Places, cameras, sensors, payments: nothing here needs them. Passkeys are asked for by our own pages only.
PERMISSIONS = ", ".join(
    [
        *(
            f"{name}=()"
            for name in (
                "accelerometer",
                "autoplay",
                "browsing-topics",
                "camera",
                "display-capture",
                "encrypted-media",
                "fullscreen",
                "geolocation",
                "gyroscope",
                "hid",
                "idle-detection",
                "local-fonts",
                "magnetometer",
                "microphone",
                "midi",
                "payment",
                "picture-in-picture",
                "screen-wake-lock",
                "serial",
                "usb",
                "web-share",
                "xr-spatial-tracking",
            )
        ),
        "publickey-credentials-create=(self)",
        "publickey-credentials-get=(self)",
    ]
)


class Bounds:
    """Stands in front of all middleware but what sets the heads of every answer, its own refusals included."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        known = request.method in VERBS
        response = self.get_response(request) if known else HttpResponseNotAllowed(VERBS)
        response["Permissions-Policy"] = PERMISSIONS
        return response
