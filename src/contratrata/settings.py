"""Settings. What differs between places comes from the environment and from `<home>/logins/<login>.json`."""

import json
import os
import secrets
import stat
from pathlib import Path
from typing import Any

from django.utils.translation import gettext_lazy as _

ROOT = Path(__file__).resolve().parents[2]
HOME = Path(os.environ.get("CONTRATRATA_HOME", ROOT / "var"))
KEYS_FOLDER = Path(os.environ.get("CONTRATRATA_KEYS") or HOME / "keys")
#: A descriptor on which whoever starts the process gives the master keyset, which then stands in no file it can read.
MASTER_DESCRIPTOR = os.environ.get("CONTRATRATA_MASTER_FD", "")
ANCHORS_FOLDER = Path(os.environ.get("CONTRATRATA_ANCHORS") or HOME / "anchors")
#: A second place for the same lines, best on another machine (a mounted folder that lets nobody take away).
ANCHORS_COPY = os.environ.get("CONTRATRATA_ANCHORS_COPY", "")
#: Small secrets that erasing overwrites (`vault.slots`): never copied with the keys, on a plain volume.
SLOTS_FOLDER = Path(os.environ.get("CONTRATRATA_SLOTS") or HOME / "slots")
MODE = os.environ.get("CONTRATRATA_MODE", "development")  # development | test | production
PRODUCTION = MODE == "production"
DEBUG = False  # our own error pages are shown in every mode: a debug page is a leak
SCOPE_STRICT = not PRODUCTION
COMPONENT_PAGE = not PRODUCTION

LOGIN_PREFIX = os.environ.get("CONTRATRATA_LOGIN_PREFIX", "contratrata")
#: Which database login this process uses: app (web), worker, owner (migrations), report, keeper (back-up).
LOGIN = os.environ.get("CONTRATRATA_LOGIN", "app")

#: What a web does whose database lacks a protection the migrations made: `refuse` to serve, or `warn` in its log.
PROTECTION = os.environ.get("CONTRATRATA_PROTECTION", "refuse")
#: `tests` lets root serve, where tests run as root in a container of their own.
AS_ROOT = os.environ.get("CONTRATRATA_AS_ROOT", "")


#: The database keeps the plans of some statements for each connection. A pooler that gives each transaction another
#: connection (pgbouncer before 1.21, or without `max_prepared_statements`) cannot: then «no».
PREPARED_STATEMENTS = os.environ.get("CONTRATRATA_PREPARED", "") != "no"


def _credentials() -> dict[str, Any]:
    """Where the database is, and the one login of this process."""
    setting = os.environ.get("CONTRATRATA_CREDENTIALS")
    path = Path(setting) if setting else HOME / "logins" / f"{LOGIN}.json"
    if not setting and not path.exists():  # a home of before each process had its own
        path = HOME / "database.json"
    result: dict[str, Any] = json.loads(path.read_text()) if path.exists() else {}
    return result


def _database() -> dict[str, Any]:
    values = _credentials()
    login = values.get("logins", {}).get(LOGIN, {})
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": os.environ.get("CONTRATRATA_DATABASE") or values.get("name", "contratrata"),
        "HOST": values.get("host", ""),
        "PORT": str(values.get("port", "") or ""),
        "USER": login.get("user", f"{LOGIN_PREFIX}_{LOGIN}"),
        "PASSWORD": login.get("password", ""),
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
        "DISABLE_SERVER_SIDE_CURSORS": True,
        "OPTIONS": {
            "connect_timeout": 5,
            # Only what asks for it is prepared (ground/base/statements), nothing by having been sent often.
            "prepare_threshold": 1_000_000_000 if PREPARED_STATEMENTS else None,
            "application_name": f"contratrata-{LOGIN}",
            # And what is prepared keeps one plan, from the first time on.
            **({"options": "-c plan_cache_mode=force_generic_plan"} if PREPARED_STATEMENTS else {}),
            **values.get("options", {}),
        },
    }


def _running_at() -> str:
    """Where `make run` says that the site answers: commands beside it write the same address into their mails."""
    try:
        return (HOME / "run" / "public").read_text(encoding="utf-8").strip()
    except OSError:
        return ""


def _secret_key() -> str:
    setting = os.environ.get("CONTRATRATA_SECRET_KEY")
    if setting:
        return setting
    path = KEYS_FOLDER / "django.key"
    try:
        return path.read_text()
    except FileNotFoundError:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        try:
            handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        except FileExistsError:  # another process was quicker
            return path.read_text()
        secret = secrets.token_urlsafe(50)
        with os.fdopen(handle, "w") as out:
            out.write(secret)
        return secret


SECRET_KEY = _secret_key()
DATABASES = {"default": _database()}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
AUTH_USER_MODEL = "accounts.User"
ALLOWED_HOSTS = os.environ.get("CONTRATRATA_HOSTS", "localhost,127.0.0.1,[::1]").split(",")
CSRF_TRUSTED_ORIGINS = [o for o in os.environ.get("CONTRATRATA_ORIGINS", "").split(",") if o]
ROOT_URLCONF = "contratrata.doors.web.urls"

INSTALLED_APPS = [
    "contratrata.ground.base.apps.BaseConfig",
    "contratrata.ground.ui",
    "contratrata.ground.charts",
    "contratrata.ground.paper",
    "contratrata.ground.codes",
    "contratrata.ground.kinds",
    "contratrata.ground.things",
    "contratrata.ground.questions",
    "contratrata.ground.sheets",
    "contratrata.ground.workflow",
    "contratrata.ground.vault",
    "contratrata.ground.audit",
    "contratrata.ground.facts",
    "contratrata.ground.notices",
    "contratrata.ground.outbox",
    "contratrata.ground.acts.apps.ActsConfig",
    "contratrata.ground.accounts",
    "contratrata.ground.lists",
    "contratrata.ground.network",
    "contratrata.ground.files",
    "contratrata.ground.credentials",
    "contratrata.ground.imports",
    "contratrata.ground.nouns",
    "contratrata.knowledge.countries",
    "contratrata.knowledge.practices",
    "contratrata.knowledge.adoption",
    "contratrata.knowledge.conversation",
    "contratrata.knowledge.desk",
    "contratrata.knowledge.events",
    "contratrata.knowledge.lessons",
    "contratrata.knowledge.live",
    "contratrata.knowledge.registrations",
    "contratrata.knowledge.attendance",
    "contratrata.knowledge.rooms",
    "contratrata.knowledge.roster",
    "contratrata.knowledge.searches",
    "contratrata.knowledge.surveys",
    "contratrata.knowledge.systematisations",
    "contratrata.training.curriculum",
    "contratrata.training.plan",
    "contratrata.care.cases",
    "contratrata.care.directory",
    "contratrata.care.referrals",
    "contratrata.doors.web",
    "contratrata.doors.face",
    "contratrata.doors.joining",
    "contratrata.doors.platform",
    "contratrata.doors.console",
    "contratrata.doors.mail",
    "contratrata.doors.noticeboard",
    "contratrata.doors.trail",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django.contrib.humanize",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "procrastinate.contrib.django",
    "django_htmx",
    "csp",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "contratrata.doors.web.bounds.Bounds",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "contratrata.doors.web.public_face.PublicFace",
    "contratrata.ground.accounts.session_store.KeyNotDigest",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "contratrata.doors.web.middleware.Scoped",
]

FORM_RENDERER = "contratrata.ground.ui.forms.ContraTrataRenderer"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "django.template.context_processors.csrf",
                "csp.context_processors.nonce",
                "contratrata.ground.ui.frame.frame",
            ],
            "builtins": ["django.templatetags.i18n", "contratrata.ground.ui.templatetags.ct"],
        },
    }
]

LANGUAGE_CODE = "es"
LANGUAGES = [("es", _("Español")), ("en", _("English"))]
LOCALE_PATHS = [ROOT / "src" / "contratrata" / "locale"]
FORMAT_MODULE_PATH = ["contratrata.formats"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "America/Guatemala"

STATIC_URL = "static/"
STATIC_ROOT = Path(os.environ.get("CONTRATRATA_STATIC", HOME / "static"))
#: Sealed files: a folder of this machine, or a bucket of any S3-compatible place (`pip install contratrata[s3]`),
#: whose credentials boto3 takes from its own environment. Then a web node keeps no state.
S3_BUCKET = os.environ.get("CONTRATRATA_S3_BUCKET", "")
FILES_SHARED = (HOME / "files").is_dir() and bool((HOME / "files").stat().st_mode & stat.S_ISGID)
STORAGES: dict[str, dict[str, Any]] = {
    "default": {
        "BACKEND": "storages.backends.s3.S3Storage",
        "OPTIONS": {
            "bucket_name": S3_BUCKET,
            "endpoint_url": os.environ.get("CONTRATRATA_S3_ENDPOINT") or None,
            "file_overwrite": False,
            "default_acl": None,
        },
    }
    if S3_BUCKET
    else {
        "BACKEND": "contratrata.ground.files.store.LocalFiles",
        "OPTIONS": {
            "location": HOME / "files",
            # Shared by the group of their folder (chmod g+s) where web and worker are two accounts.
            "file_permissions_mode": 0o660 if FILES_SHARED else 0o600,
            "directory_permissions_mode": 0o2770 if FILES_SHARED else 0o700,
        },
    },
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"
        if PRODUCTION
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}
WHITENOISE_USE_FINDERS = not PRODUCTION

# Sign-in (allauth): by invitation, password and second factor.
AUTHENTICATION_BACKENDS = ["contratrata.ground.accounts.backend.Backend"]
PASSWORD_HASHERS = (
    ["django.contrib.auth.hashers.MD5PasswordHasher"]
    if MODE == "test"
    else ["django.contrib.auth.hashers.Argon2PasswordHasher"]
)
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("name", "email")},
    },
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "contratrata.ground.accounts.passwords.WordsOfThisPlace"},
]
ACCOUNT_ADAPTER = "contratrata.ground.accounts.adapters.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_PREVENT_ENUMERATION = True
#: Seconds for which a proof is fresh: one is enough for several grave acts in a row.
ACCOUNT_REAUTHENTICATION_TIMEOUT = 600
ACCOUNT_SESSION_REMEMBER = False
#: How many proxies stand in front and may be believed about the client's address (rate limits count by it).
ALLAUTH_TRUSTED_PROXY_COUNT = int(os.environ.get("CONTRATRATA_PROXIES", "0"))
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_LOGOUT_REDIRECT_URL = "/entrar/"
ACCOUNT_FORMS = {
    "login": "contratrata.ground.accounts.forms.SignInForm",
    "reauthenticate": "contratrata.ground.accounts.forms.PasswordAgainForm",
    "change_password": "contratrata.ground.accounts.forms.NewPasswordForm",
    "reset_password": "contratrata.ground.accounts.forms.ForgottenForm",
    "reset_password_from_key": "contratrata.ground.accounts.forms.ResetForm",
}
MFA_ADAPTER = "contratrata.ground.accounts.adapters.MFAAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_TOTP_ISSUER = "ContraTrata"
MFA_TOTP_TOLERANCE = 1  # slow telephone clocks; a code that served is remembered for as long (accounts.forms)
MFA_FORMS = {
    "authenticate": "contratrata.ground.accounts.forms.SecondStepForm",
    "reauthenticate": "contratrata.ground.accounts.forms.FreshCodeForm",
    "reauthenticate_webauthn": "contratrata.ground.accounts.forms.FreshKeyForm",
}
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not PRODUCTION
USERSESSIONS_TRACK_ACTIVITY = False
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"

SESSION_ENGINE = "contratrata.ground.accounts.session_store"
SESSION_COOKIE_AGE = 12 * 3600
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = PRODUCTION
CSRF_COOKIE_HTTPONLY = LANGUAGE_COOKIE_HTTPONLY = True
LANGUAGE_COOKIE_SAMESITE = "Lax"
#: A browser takes a cookie of such a name from this very host only, by TLS: no neighbour of the domain lays one.
COOKIE_PREFIX = "__Host-" if PRODUCTION else ""
SESSION_COOKIE_NAME = f"{COOKIE_PREFIX}sessionid"
CSRF_COOKIE_NAME = f"{COOKIE_PREFIX}csrftoken"
LANGUAGE_COOKIE_NAME = f"{COOKIE_PREFIX}django_language"
CSRF_FAILURE_VIEW = "contratrata.doors.web.errors.csrf_failure"
SECURE_CONTENT_TYPE_NOSNIFF = True
# Never told to another house. With "no-referrer" browsers send "Origin: null", which the forgery check refuses.
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_SSL_REDIRECT = PRODUCTION
SECURE_HSTS_SECONDS = 31536000 if PRODUCTION else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = (
    PRODUCTION  # what lies under the name of the site answers by TLS too, or not at all
)
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if PRODUCTION else None
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "font-src": ["'self'"],
        "connect-src": ["'self'"],
        "form-action": ["'self'"],
        "object-src": ["'none'"],
        "base-uri": ["'none'"],
        "frame-ancestors": ["'none'"],
    }
}

CACHES = {
    "default": {
        "BACKEND": "contratrata.ground.base.plain_cache.PlainCache",
        "LOCATION": "django_cache",
        "OPTIONS": {
            "MAX_ENTRIES": 100_000
        },  # at the default of 300, strangers could push out the rate limits
    }
}
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
#: No upload touches the disk before it is sealed; so much is taken in one request, of all its files together.
FILE_UPLOAD_HANDLERS = ["contratrata.ground.files.uploads.SealedUploads"]
UPLOAD_MOST_BYTES = 100 * 1024 * 1024
UPLOAD_MOST_OF_STRANGERS = 64 * 1024
#: How much the files of one organisation may take.
FILES_MOST_BYTES = int(os.environ.get("CONTRATRATA_FILES_MOST_MB", "20480")) * 1024 * 1024

PROCRASTINATE_AUTODISCOVER_MODULE_NAME = "jobs"

#: Messages as files are for trying out: they hold links that open an account.
EMAIL_BACKEND = os.environ.get(
    "CONTRATRATA_EMAIL_BACKEND",
    "django.core.mail.backends.smtp.EmailBackend"
    if PRODUCTION
    else "django.core.mail.backends.filebased.EmailBackend",
)
EMAIL_FILE_PATH = HOME / "mail"
EMAIL_HOST = os.environ.get("CONTRATRATA_EMAIL_HOST", "localhost")
EMAIL_PORT = int(os.environ.get("CONTRATRATA_EMAIL_PORT", "25"))
EMAIL_HOST_USER = os.environ.get("CONTRATRATA_EMAIL_USER", "")
EMAIL_HOST_PASSWORD = os.environ.get("CONTRATRATA_EMAIL_PASSWORD", "")
EMAIL_USE_TLS = os.environ.get("CONTRATRATA_EMAIL_TLS", "") == "starttls"
EMAIL_USE_SSL = os.environ.get("CONTRATRATA_EMAIL_TLS", "") == "tls"
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = os.environ.get("CONTRATRATA_EMAIL_FROM", "avisos@contratrata.example")
#: docs/operations/mail.md says what each of these is for.
OUTBOX_REPLY_TO = os.environ.get("CONTRATRATA_EMAIL_REPLY_TO", "")
OUTBOX_BOUNCE_ADDRESS = os.environ.get("CONTRATRATA_BOUNCE_ADDRESS", "")
OUTBOX_BOUNCE_MAILBOX = os.environ.get("CONTRATRATA_BOUNCE_MAILBOX", "")
OUTBOX_PER_MINUTE = int(os.environ.get("CONTRATRATA_EMAIL_PER_MINUTE", "60"))
OUTBOX_PER_HOUR = int(os.environ.get("CONTRATRATA_EMAIL_PER_PERSON_HOUR", "20"))
OUTBOX_HOLD_FROM = int(os.environ.get("CONTRATRATA_EMAIL_HOLD_FROM", "50"))
OUTBOX_GIVE_UP_HOURS = int(os.environ.get("CONTRATRATA_EMAIL_GIVE_UP_HOURS", "72"))
OUTBOX_KEEP_DAYS = int(os.environ.get("CONTRATRATA_EMAIL_KEEP_DAYS", "30"))
SITE_ADDRESS = os.environ.get("CONTRATRATA_ADDRESS") or _running_at() or "http://localhost:8000"

#: Whether the worker asks now and then if the links of practices still answer (`no`: nothing outside is asked).
CHECK_LINKS = os.environ.get("CONTRATRATA_LINKS", "yes") != "no"

#: Where the red "salida rápida" leads: the one permitted outside address. Neutral, everyday, in Spanish.
QUICK_EXIT_URL = os.environ.get("CONTRATRATA_QUICK_EXIT_URL", "https://es.wikipedia.org/wiki/Clima")
#: The function that says what stands around every page.
UI_FRAME = "contratrata.doors.web.menu.frame"
#: The version of the code of conduct a user must have accepted.
CONDUCT_VERSION = "2026-11"

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"masked": {"()": "contratrata.ground.base.logs.Masked"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "masked"}},
    "loggers": {"procrastinate": {"level": "WARNING"}},
    "root": {"handlers": ["console"], "level": "INFO" if MODE != "test" else "WARNING"},
}
