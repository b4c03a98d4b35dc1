"""Every setting, in sections. Whatever differs between machines comes from the environment; see `.env.example`."""

from pathlib import Path
from urllib.parse import quote, urlsplit

import django_stubs_ext

from clinic import env

django_stubs_ext.monkeypatch()

BASE_DIR = Path(__file__).resolve().parent.parent
env.read_file(BASE_DIR / ".env")

# --- Safety -----------------------------------------------------------------------------------------------------------
# Off unless the environment says otherwise. Off, a missing secret, host or origin stops the start with a sentence.
DEBUG = env.flag("DEBUG", default=False)

SECRET_KEY = env.text("SECRET_KEY", "for-the-local-demo-only-" + "0" * 40) if DEBUG else env.secret("SECRET_KEY")
PUBLIC_ORIGIN = env.origin(
    env.text("PUBLIC_ORIGIN", f"http://127.0.0.1:{env.whole_number('PORT', default=8000, at_least=1, at_most=65535)}")
    if DEBUG
    else env.required("PUBLIC_ORIGIN", "the address patients type, such as https://clinic.example.org"),
    "PUBLIC_ORIGIN",
    secure=not DEBUG,
)
ALLOWED_HOSTS = ["127.0.0.1", "localhost", "[::1]"] if DEBUG else env.hosts("ALLOWED_HOSTS", PUBLIC_ORIGIN)
CSRF_TRUSTED_ORIGINS = [PUBLIC_ORIGIN]

# --- The clinic -------------------------------------------------------------------------------------------------------
# What is blank is not shown, and nothing is invented, but for the clinic of the local demo.
CLINIC_NAME = env.text("CLINIC_NAME", "Example Clinic" if DEBUG else "")
DOCTOR_NAME = env.text("DOCTOR_NAME", "Dr Miguel Ley Nacher")
CLINIC_PHONE = env.phone("CLINIC_PHONE", "555-0100" if DEBUG else "")
CLINIC_ADDRESS = env.multiline("CLINIC_ADDRESS", "1 Example Street\nExampletown" if DEBUG else "")
CLINIC_OPENING_HOURS = env.multiline("CLINIC_OPENING_HOURS")
EMERGENCY_NUMBER = env.phone("EMERGENCY_NUMBER", "112" if DEBUG else "")
EMERGENCY_TEXT = env.phone("EMERGENCY_TEXT")
URGENT_CARE_LINE = env.phone("URGENT_CARE_LINE")
CRISIS_LINE = env.phone("CRISIS_LINE")
# Of pages on medicines that nobody has signed off: show the title, why, and the red flags only.
HOLD_UNREVIEWED_MEDICINES = env.flag("HOLD_UNREVIEWED_MEDICINES", default=False)
REPLY_WORKING_DAYS = env.whole_number("REPLY_WORKING_DAYS", default=2 if DEBUG else 0, at_least=0, at_most=30)
PHONE_REGION = env.region("PHONE_REGION")

# --- Parts ------------------------------------------------------------------------------------------------------------
INSTALLED_APPS = [
    "appointments.desk.apps.DeskAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.messages",
    "django.contrib.sitemaps",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "crispy_forms",
    "django_otp",
    "django_otp.plugins.otp_totp",
    "clinic",
    "clinic.accounts",
    "education",
    "appointments",
    "appointments.booking",
    "appointments.desk.apps.DeskConfig",
]
MIDDLEWARE = [
    "clinic.middleware.headers.response_headers",
    "clinic.middleware.probes.probes_by_address",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.http.ConditionalGetMiddleware",
    "clinic.middleware.outages.UnavailableWithoutDatabase",
    "clinic.middleware.lookups.RefuseOddLookups",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "clinic.middleware.sessions.whole_sessions",
    "clinic.middleware.kept.KeepWhatWasTyped",
    "django.contrib.messages.middleware.MessageMiddleware",
]
ROOT_URLCONF = "clinic.urls"
WSGI_APPLICATION = "clinic.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "clinic.context_processors.clinic",
            ],
            "libraries": {"moments": "appointments.text.filters"},
        },
    },
]
FORM_RENDERER = "clinic.common.asked.Renderer"
CRISPY_TEMPLATE_PACK = "clinic"
CRISPY_ALLOWED_TEMPLATE_PACKS = ("clinic",)

# --- Database ---------------------------------------------------------------------------------------------------------
DATABASE_IS_OURS = not env.text("DATABASE_URL")
if DATABASE_IS_OURS:
    (BASE_DIR / "var").mkdir(exist_ok=True)
DATABASES = {"default": env.database("DATABASE_URL", f"sqlite:///{quote(str(BASE_DIR / 'var' / 'clinic.sqlite3'))}")}
DATABASES["default"] |= {"CONN_MAX_AGE": None, "CONN_HEALTH_CHECKS": True}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # A request is acknowledged only once it is on the disk, and writers queue instead of failing.
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA secure_delete=ON;",
    }
else:
    # Compiling a query, meant for long ones, takes half a second before each page of the desk that asks many things.
    # Whoever wants it says so in the URL: it stands behind, and the last word counts.
    DATABASES["default"]["OPTIONS"]["options"] = "-c jit=off " + DATABASES["default"]["OPTIONS"].get("options", "")
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# --- Mail -------------------------------------------------------------------------------------------------------------
globals().update(env.mail("EMAIL_URL", "consolemail://" if DEBUG else "dummymail://", to_console=DEBUG))
EMAIL_TIMEOUT = 20
if not DEBUG and env.text("EMAIL_URL"):
    env.required("FROM_ADDRESS", "the address that mail to patients comes from, since EMAIL_URL is set")
DEFAULT_FROM_EMAIL = SERVER_EMAIL = env.email_address("FROM_ADDRESS", "clinic@example.org" if DEBUG else "")
SECURITY_CONTACT = env.email_address("SECURITY_CONTACT")
NOTIFICATION_ADDRESS = env.email_address("NOTIFICATION_ADDRESS", "reception@example.org" if DEBUG else "")

# --- The form ---------------------------------------------------------------------------------------------------------
# How many requests one network address may send within ten minutes: more than the first number are set aside for staff
# to check, more than the second are answered with 429. A hospital or a family shares one address, so neither is small.
BURST_SUSPECT = env.whole_number("BURST_SUSPECT", default=5, at_least=1, at_most=10_000)
BURST_REFUSE = env.whole_number("BURST_REFUSE", default=max(30, BURST_SUSPECT), at_least=BURST_SUSPECT, at_most=10_000)
DATA_UPLOAD_MAX_MEMORY_SIZE = 256 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 120

# --- Appointments -----------------------------------------------------------------------------------------------------
# How long an offered time is held for the patient, and how many days before a visit reminders leave (largest first).
OFFERS_LAST_HOURS = env.whole_number("OFFERS_LAST_HOURS", default=72, at_least=1, at_most=720)
REMINDER_DAYS = env.whole_numbers("REMINDER_DAYS", default="7, 1", at_least=1, at_most=60)

# --- What is kept for how long (docs/privacy.md says why) -------------------------------------------------------------
KEEP_DAYS = dict.fromkeys(
    ("attended", "missed"), env.whole_number("KEEP_VISITED_DAYS", default=3 * 365, at_least=30, at_most=40 * 365)
)
KEEP_DAYS |= dict.fromkeys(
    ("declined", "cancelled"), env.whole_number("KEEP_UNVISITED_DAYS", default=365, at_least=30, at_most=40 * 365)
)
KEEP_DAYS |= {"spam": env.whole_number("KEEP_SPAM_DAYS", default=30, at_least=7, at_most=365)}
ACCESS_LOG_DAYS = env.whole_number("ACCESS_LOG_DAYS", default=3 * 365, at_least=30, at_most=20 * 365)

# --- Language and time ------------------------------------------------------------------------------------------------
LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English")]
FORMAT_MODULE_PATH = "clinic.formats"
USE_I18N = True
USE_TZ = True
TIME_ZONE = env.zone("CLINIC_TIME_ZONE", "Europe/Madrid" if DEBUG else "UTC")

# --- Files ------------------------------------------------------------------------------------------------------------
STATIC_URL = "static/"
STATIC_ROOT = BASE_DIR / "staticfiles"
STATICFILES_DIRS = [BASE_DIR / "static"]
WHITENOISE_AUTOREFRESH = DEBUG  # read files as they change, with nothing collected
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage" if DEBUG else "clinic.statics.StaticFiles"
    },
}

# --- Staff ------------------------------------------------------------------------------------------------------------
AUTHENTICATION_BACKENDS = ["clinic.accounts.backend.Staff"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 15},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "clinic.accounts.passwords.Guessable"},
]
LOGIN_URL = "admin:login"
# Asked for without DEBUG always; in the demo if it says so.
SECOND_FACTOR = env.flag("SECOND_FACTOR", default=False) or not DEBUG
OTP_TOTP_ISSUER = CLINIC_NAME or urlsplit(PUBLIC_ORIGIN).hostname
# When a session ends stands in its row (clinic/accounts/sessions.py); the cookie goes with the browser.
SESSION_ENGINE = "clinic.accounts.sessions"
SESSION_EXPIRE_AT_BROWSER_CLOSE = True

CSRF_FAILURE_VIEW = "clinic.errors.csrf_refused"

# --- Transport --------------------------------------------------------------------------------------------------------
# Cookies exist for staff only. `__Host-` ties them to this host and to https, which the local demo does not have.
SESSION_COOKIE_NAME = "session" if DEBUG else "__Host-session"
CSRF_COOKIE_NAME = "csrf" if DEBUG else "__Host-csrf"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = not DEBUG
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
# Not "Strict": a link from elsewhere would then come without the token, and be given one that every other tab lacks.
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
BEHIND_PROXY = env.flag("BEHIND_PROXY", default=False)
if BEHIND_PROXY:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_SSL_REDIRECT = not DEBUG and env.flag("REDIRECT_TO_HTTPS", default=True)
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
SECURE_HSTS_SECONDS = 0 if DEBUG else 2 * 365 * 24 * 60 * 60
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_CONTENT_TYPE_NOSNIFF = True
X_FRAME_OPTIONS = "DENY"

# --- Logs -------------------------------------------------------------------------------------------------------------
# To standard error, without addresses of patients' private pages (see clinic/logs.py).
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "redacted": {"()": "clinic.logs.Redacted", "format": "{asctime} {levelname} {name} {message}", "style": "{"},
        "bare": {"format": "{message}", "style": "{"},
    },
    "handlers": {
        "stderr": {"class": "logging.StreamHandler", "formatter": "redacted"},
        "security": {"class": "logging.StreamHandler", "formatter": "bare"},
    },
    "root": {"handlers": ["stderr"], "level": "INFO"},
    "loggers": {
        name: {"handlers": ["stderr"], "level": "INFO", "propagate": False}
        for name in ("django", "django.server", "gunicorn.error")
    }
    | {
        "security": {"handlers": ["security"], "level": "INFO", "propagate": False},
        "fido2": {"level": "WARNING"},  # it would write down every passkey's number
    },
}
