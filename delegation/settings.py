"""One settings module for every place the service runs; what differs comes from the environment."""

from pathlib import Path

import environ
from celery.schedules import crontab
from django.utils.translation import gettext_lazy as _

BASE_DIR = Path(__file__).resolve().parent.parent
VAR_DIR = BASE_DIR / "var"

env = environ.Env()
environ.Env.read_env(BASE_DIR / ".env")

# -- what kind of place this is ---------------------------------------------------------------
# demo: the local Stripe, invented network, no keys. test | live: Stripe's own, with keys from the environment.
STRIPE_MODE = env("STRIPE_MODE", default="demo")
DEMO = STRIPE_MODE == "demo"
DEBUG = env.bool("DEBUG", default=False)
PORT = env.int("PORT", default=8000)
DEMO_STRIPE_PORT = env.int("DEMO_STRIPE_PORT", default=8420)
DEMO_STRIPE_STATE = env("DEMO_STRIPE_STATE", default="") or str(VAR_DIR / "demo_stripe.sqlite3")
PUBLIC_URL = env("PUBLIC_URL", default=f"http://localhost:{PORT}").rstrip("/")

SECRET_KEY = env("SECRET_KEY", default="demo-only-not-secret-demo-only-not-secret-demo-only" if DEMO else "")
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["localhost", "127.0.0.1", "[::1]"] if DEMO else [])
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])

STRIPE_SECRET_KEY = env("STRIPE_SECRET_KEY", default="sk_demo_local" if DEMO else "")
STRIPE_WEBHOOK_SECRETS = env.list("STRIPE_WEBHOOK_SECRET", default=["whsec_demo_local"] if DEMO else [])
STRIPE_API_BASE = env(
    "STRIPE_API_BASE", default=f"http://127.0.0.1:{DEMO_STRIPE_PORT}" if DEMO else "https://api.stripe.com"
)
# Chromium applies form-action to the redirect that follows a form, so the give page must name Checkout's origin.
STRIPE_CHECKOUT_ORIGIN = env(
    "STRIPE_CHECKOUT_ORIGIN",
    default=f"http://127.0.0.1:{DEMO_STRIPE_PORT}" if DEMO else "https://checkout.stripe.com",
)

# Where a giver changes the card of a monthly gift; a form of ours leads there.
STRIPE_PORTAL_ORIGIN = env(
    "STRIPE_PORTAL_ORIGIN",
    default=f"http://127.0.0.1:{DEMO_STRIPE_PORT}" if DEMO else "https://billing.stripe.com",
)

# -- applications -----------------------------------------------------------------------------
INSTALLED_APPS = [
    "travel",
    "fundraising",
    "delegation",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.forms",
    "django.contrib.admin.apps.SimpleAdminConfig",
    "allauth",
    "allauth.account",
    "django_countries",
    "django_htmx",
    "template_partials",
    "djmoney",
    "rest_framework",
    "drf_spectacular",
    "drf_spectacular_sidecar",
]

MIDDLEWARE = [
    # These two first: also redirects, refusals and files that never reach a view carry their headers.
    "delegation.middleware.PrivacyHeadersMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "delegation.middleware.CompressionMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "delegation.middleware.ReadersLanguageMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "delegation.middleware.DomainErrorMiddleware",
]

ROOT_URLCONF = "delegation.urls"
WSGI_APPLICATION = "delegation.wsgi.application"
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

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
                "delegation.context.site",
            ],
            "builtins": ["template_partials.templatetags.partials"],
        },
    },
]

# -- data -------------------------------------------------------------------------------------
DATABASES = {"default": env.db("DATABASE_URL", default=f"sqlite:///{BASE_DIR / 'demo.sqlite3'}")}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    # IMMEDIATE is what protects money on SQLite, where SELECT FOR UPDATE does nothing; FULL survives a power cut.
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        # Seconds to wait for one's turn to write. SQLite keeps no queue: of many who wait, one may wait long.
        "timeout": 60,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA temp_store=MEMORY;",
    }
else:
    DATABASES["default"]["CONN_MAX_AGE"] = 60
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

REDIS_URL = env("REDIS_URL", default="")
REDIS_PREFIX = env("REDIS_PREFIX", default="geneva:")
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": REDIS_URL,
        "KEY_PREFIX": REDIS_PREFIX + "cache",
    }
    if REDIS_URL
    else {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}
}

CELERY_BROKER_URL = REDIS_URL or "memory://localhost/"
CELERY_BROKER_TRANSPORT_OPTIONS = {"global_keyprefix": REDIS_PREFIX} if REDIS_URL else {"polling_interval": 0.05}
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_TASK_SERIALIZER = "json"
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_TIMEZONE = "UTC"
# The sweeps: what makes a lost nudge harmless. Seconds; the night's comparison with Stripe by the clock, in UTC.
CELERY_BEAT_SCHEDULE = {
    "deliver-outbox": {"task": "delegation.deliver_outbox", "schedule": 10.0},
    "seal-audit": {"task": "delegation.seal_audit", "schedule": 5.0},
    "process-inbox": {"task": "fundraising.process_inbox", "schedule": 10.0},
    "sweep-checkouts": {"task": "fundraising.sweep_checkouts", "schedule": 60.0},
    "mail-tellings": {"task": "fundraising.mail_tellings", "schedule": 60.0},
    "sweep-monthly": {"task": "fundraising.sweep_monthly", "schedule": 60.0},
    "verify-books": {"task": "fundraising.verify_books", "schedule": 600.0},
    "follow-returns": {"task": "fundraising.follow_returns", "schedule": 300.0},
    "sweep-statements": {"task": "fundraising.sweep_statements", "schedule": 21_600.0},
    "tend-offers": {"task": "fundraising.tend_offers", "schedule": 600.0},
    "remind-advances": {"task": "fundraising.remind_advances", "schedule": 3600.0},
    "sweep-lost-events": {"task": "fundraising.sweep_lost_events", "schedule": 3600.0},
    "work-off-reconciliation": {"task": "fundraising.work_off_reconciliation", "schedule": 60.0},
    "reconcile-stripe": {"task": "fundraising.reconcile_stripe", "schedule": crontab(hour=7, minute=20)},
}

MEDIA_ROOT = env("MEDIA_ROOT", default=str(VAR_DIR / "media"))
MEDIA_URL = "/media/"
STATIC_URL = "/static/"
STATIC_ROOT = env("STATIC_ROOT", default=str(BASE_DIR / "staticfiles"))
STATICFILES_DIRS = [BASE_DIR / "static"]
WHITENOISE_USE_FINDERS = DEMO or DEBUG
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEMO or DEBUG
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 500

# -- people -----------------------------------------------------------------------------------
AUTH_USER_MODEL = "delegation.Person"
# The address is unique in any case of letters, by a constraint that Django's check does not read.
SILENCED_SYSTEM_CHECKS = ["auth.W004"]
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/home/"
ACCOUNT_LOGOUT_REDIRECT_URL = "/"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_USER_MODEL_EMAIL_FIELD = "email"
ACCOUNT_LOGIN_METHODS = {"email"}
# allauth shows a password on the log-in form only if signing up may set one; our sign-up form leaves it out.
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1"]
ACCOUNT_FORMS = {
    "login": "delegation.forms.accounts.LoginForm",
    "signup": "delegation.forms.accounts.SignupForm",
    "request_login_code": "delegation.forms.accounts.RequestLoginCodeForm",
    "reset_password": "delegation.forms.accounts.ResetPasswordForm",
    "add_email": "delegation.forms.accounts.AddEmailForm",
}
# Subjects say nothing about whose mail this is: a name or a site can put somebody at risk.
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_EMAIL_NOTIFICATIONS = False
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_ADAPTER = "delegation.accounts.AccountAdapter"

# -- language and time ------------------------------------------------------------------------
LANGUAGE_CODE = "en"
LANGUAGES = [("en", _("English")), ("es", _("Spanish"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
FORMAT_MODULE_PATH = ["delegation.formats"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"
NETWORK_TIME_ZONE = env("NETWORK_TIME_ZONE", default="America/New_York")

# -- money ------------------------------------------------------------------------------------
CURRENCIES = ("USD", "CHF", "EUR", "GBP", "CAD", "JPY")
DEFAULT_CURRENCY = "USD"
GIFT_MINIMUM_UNITS = env.int("GIFT_MINIMUM_UNITS", default=5)
GIFT_MAXIMUM_UNITS = env.int("GIFT_MAXIMUM_UNITS", default=50_000)
# What covering the card fee asks for; Stripe's published rate for US nonprofits differs by contract. The true fee
# always comes from the balance transaction.
FEE_COVER_RATE = env("FEE_COVER_RATE", default="0.022")
FEE_COVER_FIXED_MINOR = env.int("FEE_COVER_FIXED_MINOR", default=30)
# Above this many units of the gift's currency, a second person decides before a gift is given back.
REFUND_SECOND_PERSON_UNITS = env.int("REFUND_SECOND_PERSON_UNITS", default=250)
POOL_FLOOR_PERCENT = env.int("POOL_FLOOR_PERCENT", default=5)
# Days before the last day to answer an offer on which the delegate is reminded; days an offer usually stands.
OFFER_REMIND_DAYS = env.int("OFFER_REMIND_DAYS", default=3)
OFFER_DAYS = env.int("OFFER_DAYS", default=10)
# How long givers may say what they would like when unspent money moves on.
WISH_DAYS = env.int("WISH_DAYS", default=30)
# What a mile in one's own car is paid at: "charitable" (by statute, never income of a volunteer) or "business".
MILEAGE_BASIS = env("MILEAGE_BASIS", default="charitable")
# Dated rows that replace the shipped daily allowance, in units: from, full_day, travel_day, breakfast, lunch, dinner,
# source, as_of. And from which sum a year's stipends are reported, by year, once it is published.
PER_DIEM_RATES = env.json("PER_DIEM_RATES", default=[])
STIPEND_THRESHOLDS = env.json("STIPEND_THRESHOLDS", default={})
# New details of a payee wait this long, so that whoever was paid before can object.
PAYEE_HOLD_HOURS = env.int("PAYEE_HOLD_HOURS", default=48)
# What is held above the planning rate for a cost in another currency: rates move until the bank converts.
RATE_BUFFER_PERCENT = env.int("RATE_BUFFER_PERCENT", default=3)
# The accounts we pay from. `currency` is the account's own; `methods` what it can do. ACH wants routing and
# company_id, pain001 an IBAN and a BIC. Never in the database.
PAYING_ACCOUNTS = env.json(
    "PAYING_ACCOUNTS",
    default=[
        {
            "label": "main",
            "currency": "USD",
            "methods": ["ach", "cheque", "wire", "card", "cash"],
            "bank": "Example Bank of Atlanta",
            "routing": "061000104",
            "company_id": "1000000000",
        },
        {
            "label": "geneva",
            "currency": "USD",
            "methods": ["pain001", "cash"],
            "bank": "Banque Exemple Genève",
            "iban": "CH9300762011623852957",
            "bic": "EXAMCHGG",
        },
    ]
    if DEMO
    else [],
)
# Keys the fingerprints that tell whether two payees share an account. Changing it asks for every payee anew.
FINGERPRINT_KEY = env("FINGERPRINT_KEY", default="")
# A difference between the books and Stripe that nobody resolved for so long stops money out.
DIFFERENCES_RED_AFTER_HOURS = env.int("DIFFERENCES_RED_AFTER_HOURS", default=72)

# -- the organisation -------------------------------------------------------------------------
NETWORK = {
    "name": env("NETWORK_NAME", default="Common Table Human Rights Network"),
    "service": env("NETWORK_SERVICE", default="Geneva Delegation"),
    "ein": env("NETWORK_EIN", default="00-0000000"),
    "address": env("NETWORK_ADDRESS", default="100 Example Street, Atlanta, GA 30303"),
    "email": env("NETWORK_EMAIL", default="hello@common-table.example"),
    "phone": env("NETWORK_PHONE", default="+1 202 555 0143"),
    "on_call": env("NETWORK_ON_CALL", default="Lina"),
    "invented": DEMO,
    # "Tax-deductible" appears only when the organisation's number and standing are set.
    "deductible": env.bool("NETWORK_DEDUCTIBLE", default=DEMO),
}
STATE_DISCLOSURES = env.json("STATE_DISCLOSURES", default={})
# Who confirmed the wording of gifts and receipts, when, and which version of it.
LAWYER_CONFIRMATION = env.json("LAWYER_CONFIRMATION", default={})

# Accounts at the bank by the name staff know them by, with their currency; where a cheque and a transfer arrive.
BANK_ACCOUNTS = env.json("BANK_ACCOUNTS", default={"main": "USD"})
# What somebody needs to transfer money to us, for mails that ask for it; empty: they are told to write.
BANK_DETAILS = env("BANK_DETAILS", default="First Example Bank, account 000123 (demo)" if DEMO else "")
# How long a link to a receipt, a statement or a gift's trace in a mail opens: past the tax year it is for.
DONOR_LINK_DAYS = env.int("DONOR_LINK_DAYS", default=500)
# Until so many days after the journey's return, a donor's trace says what kinds of cost were paid and nothing of when.
TRACE_OPENS_DAYS = env.int("TRACE_OPENS_DAYS", default=14)

# -- mail -------------------------------------------------------------------------------------
EMAIL_BACKEND = env(
    "EMAIL_BACKEND",
    default="delegation.demo_mail.DemoMailBackend" if DEMO else "django.core.mail.backends.smtp.EmailBackend",
)
EMAIL_HOST = env("EMAIL_HOST", default="localhost")
EMAIL_PORT = env.int("EMAIL_PORT", default=25)
EMAIL_HOST_USER = env("EMAIL_HOST_USER", default="")
EMAIL_HOST_PASSWORD = env("EMAIL_HOST_PASSWORD", default="")
EMAIL_USE_TLS = env.bool("EMAIL_USE_TLS", default=False)
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = env("DEFAULT_FROM_EMAIL", default=f"{NETWORK['name']} <{NETWORK['email']}>")

# -- registries: dotted modules, one an app ---------------------------------------------------
NOTICES = ["delegation.notices", "fundraising.notices", "travel.notices"]
PERSONAL_DATA = ["delegation.personal_data", "fundraising.personal_data", "travel.personal_data"]

# -- sealing ----------------------------------------------------------------------------------
# Key-encryption keys, newest first, base64 of 32 bytes. The demo's key is public and marked as such.
SEAL_KEYS = env.list("SEAL_KEYS", default=["ZGVtby1rZXktbm90LXNlY3JldC1kZW1vLWtleS0wMDE="] if DEMO else [])

# -- safety -----------------------------------------------------------------------------------
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "delegation.views.errors.csrf_failure"
if not DEMO:
    SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = True
    SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = "__Host-session", "__Host-csrf"
    SECURE_SSL_REDIRECT = env.bool("SECURE_SSL_REDIRECT", default=True)
    # Probes ask from inside, without TLS. Nothing else answers there: a webhook must come over TLS.
    SECURE_REDIRECT_EXEMPT = [r"^healthz$"]
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_HSTS_SECONDS = 31_536_000
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    SECURE_HSTS_PRELOAD = True
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "img-src": ["'self'"],
        "font-src": ["'self'"],
        "connect-src": ["'self'"],
        "form-action": ["'self'"],
        "base-uri": ["'none'"],
        "frame-ancestors": ["'none'"],
        "object-src": ["'none'"],
    }
}

# -- API --------------------------------------------------------------------------------------
REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": ["rest_framework.authentication.SessionAuthentication"],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["rest_framework.parsers.JSONParser"],
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "DEFAULT_PAGINATION_CLASS": "delegation.rest.Pages",
    "PAGE_SIZE": 50,
    "EXCEPTION_HANDLER": "delegation.rest.problem",
    "DEFAULT_THROTTLE_RATES": {"anon": "120/min", "user": "600/min"},
}
SPECTACULAR_SETTINGS = {
    "TITLE": "Geneva delegation service",
    "DESCRIPTION": "Read-only: public appeals for everybody, readiness for signed-in staff.",
    "VERSION": "1.0.0",
    "SERVE_INCLUDE_SCHEMA": False,
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
    "REDOC_DIST": "SIDECAR",
}

# -- logs: route, ids, timings; never names -----------------------------------------------------
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {
            "()": "delegation.logs.MaskingFormatter",
            "format": "{asctime} {levelname} {name} {message}",
            "style": "{",
        }
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "loggers": {
        # Stripe's library tells every call at INFO, with addresses in it.
        "stripe": {"level": "WARNING"},
        # Without Django's own handlers, of which one mails whole requests to people.
        "django": {"handlers": [], "level": "INFO"},
        "django.server": {"handlers": [], "propagate": True},
    },
    "root": {"handlers": ["console"], "level": env("LOG_LEVEL", default="INFO")},
}
