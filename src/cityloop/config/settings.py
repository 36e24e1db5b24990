"""Settings, read from the environment here and nowhere else."""

from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

import environ

from cityloop.config import home
from cityloop.config.cluster import Cluster
from cityloop.kernel.logging import configuration as logging_configuration

env = environ.Env()
ROOT = home.ROOT

DEBUG = env.bool("CITYLOOP_DEBUG", False)
HOME = home.home()
SECRET_KEY = home.secret_key()
PUBLIC_URL = env.str("CITYLOOP_PUBLIC_URL", "")  # how people reach this server; without it, from this machine only
ALLOWED_HOSTS = env.list("CITYLOOP_ALLOWED_HOSTS", default=["localhost", "127.0.0.1", "[::1]"])
if PUBLIC_URL:
    ALLOWED_HOSTS.append(urlsplit(PUBLIC_URL).hostname or "")

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.postgres",
    "django.contrib.gis",
    "axes",
    "procrastinate.contrib.django",
    "cityloop.config",
    "cityloop.kernel",
    "cityloop.access",
    "cityloop.standards",
    "cityloop.territory",
    "cityloop.places",
    "cityloop.organizations",
    "cityloop.assets",
    "cityloop.cases",
    "cityloop.maps",
    "cityloop.evaluation",
    "cityloop.appraisal",
    "cityloop.administration",
    "cityloop.exchange",
]
MIDDLEWARE = [
    "cityloop.config.middleware.request_record",
    "cityloop.config.middleware.security_headers",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "cityloop.config.middleware.plain_errors_as_problems",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]
APPEND_SLASH = False  # an address is right or wrong; a redirected write would lose its body
ROOT_URLCONF = "cityloop.config.urls"
TEMPLATES: list[dict[str, object]] = []

DATABASES: dict[str, dict[str, Any]] = {
    "default": env.db("DATABASE_URL", default=Cluster(HOME).url)
    | {"ENGINE": "django.contrib.gis.db.backends.postgis", "CONN_MAX_AGE": None, "CONN_HEALTH_CHECKS": True}
}
DATABASES["default"]["OPTIONS"] = {
    "server_side_binding": True,  # statements are sent apart from their values, so that PostgreSQL reads them once
    "prepare_threshold": 5,  # times a statement is seen before it is prepared
    "options": "-c plan_cache_mode=force_custom_plan",  # a plan for any values knows nothing of partial indexes
    **DATABASES["default"].get("OPTIONS", {}),
}
if home.uses_embedded_cluster():
    DATABASES["default"]["PORT"] = "5432"  # names the socket file; PGPORT must not
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

USE_TZ = True
TIME_ZONE = "UTC"
LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "简体中文"), ("en", "English")]
USE_I18N = True

CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"},
    # Tiles by what they show and for whom: an old one is never asked for again and makes room by itself.
    "tiles": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "LOCATION": "tiles",
        "OPTIONS": {"MAX_ENTRIES": env.int("CITYLOOP_TILES_KEPT", 2000)},
    },
}

STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": str(HOME / "files")}},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}

# The browser programs, as built by tools/build_web.py: named by their content, so kept by browsers for ever.
CONSOLE = ROOT / "web" / "apps" / "console" / "dist"
WHITENOISE_ROOT = CONSOLE if CONSOLE.is_dir() else None
WHITENOISE_IMMUTABLE_FILE_TEST = r"^/assets/.+-[\w-]{8,}\.\w+$"
WHITENOISE_MAX_AGE = 300

# Signing in. The limits are those of the third protection level (等保三级); a city may tighten them.
AUTH_USER_MODEL = "access.Account"
AUTHENTICATION_BACKENDS = ["axes.backends.AxesStandaloneBackend", "django.contrib.auth.backends.ModelBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 8}},
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ["username", "display_name", "phone"]},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "cityloop.access.policies.KindsOfCharactersValidator"},
    {"NAME": "cityloop.access.policies.FormerPasswordValidator"},
]
_password_days = env.int("CITYLOOP_PASSWORD_DAYS", 90)  # 0: a password never wears out
ACCESS_PASSWORD_MAXIMUM_AGE = timedelta(days=_password_days) if _password_days else None
ACCESS_SESSION_COOKIE = "cityloop_session"
ACCESS_SESSION_IDLE_LIMIT = timedelta(minutes=env.int("CITYLOOP_SESSION_IDLE_MINUTES", 30))
ACCESS_SESSION_LIMIT = timedelta(hours=env.int("CITYLOOP_SESSION_HOURS", 12))
ACCESS_TOKEN_LIMIT = timedelta(days=env.int("CITYLOOP_TOKEN_DAYS", 366))
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = timedelta(minutes=15)
AXES_LOCKOUT_PARAMETERS = ["username"]  # wherever the guesses come from: behind one proxy all addresses look alike
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
AXES_DISABLE_ACCESS_LOG = True  # access.AuditEntry says it
AXES_ENABLE_ADMIN = False
AXES_VERBOSE = False
AXES_CLIENT_IP_CALLABLE = "cityloop.kernel.http.client_address"
SILENCED_SYSTEM_CHECKS = [
    "gis.W001",  # Debian 12 has GDAL 3.6; Django hands it nothing from outside, files are read by pyogrio with its own
    "axes.W002",  # the middleware would render a page; our entrance answers with a problem
    "axes.W006",  # lock-out by account alone, see above
]

HTTPS = env.bool("CITYLOOP_HTTPS", PUBLIC_URL.startswith("https://"))  # cookies travel over TLS only
CSRF_COOKIE_SECURE = HTTPS
CSRF_COOKIE_SAMESITE = "Strict"
CSRF_FAILURE_VIEW = "cityloop.config.urls.forged"
CSRF_TRUSTED_ORIGINS = env.list("CITYLOOP_ORIGINS", default=[PUBLIC_URL] if PUBLIC_URL else [])
SESSION_COOKIE_SECURE = HTTPS
SESSION_COOKIE_SAMESITE = "Lax"
SECURE_HSTS_SECONDS = 365 * 24 * 3600 if HTTPS else 0
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if env.bool("CITYLOOP_TLS_PROXY", False) else None
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CITYLOOP_PROXIES = env.int("CITYLOOP_PROXIES", 0)  # how many reverse proxies of ours stand in front

# Maps of others to draw on, a JSON list: docs/operations/base-maps.md. Read by maps/domain/base_maps.py.
CITYLOOP_BASE_MAPS = env.json("CITYLOOP_BASE_MAPS", default=[])
# What everybody may read without signing in: the collections at /ogc/, and what is nearby.
CITYLOOP_PUBLIC_LAYERS = env.list("CITYLOOP_PUBLIC_LAYERS", default=[])
CITYLOOP_NEARBY_A_MINUTE = env.int("CITYLOOP_NEARBY_A_MINUTE", 120)  # questions of one address; 0 is without end
CITYLOOP_OGC_A_MINUTE = env.int("CITYLOOP_OGC_A_MINUTE", 600)  # pages of features that one stranger may ask for
# How many answers to a questionnaire one address may give in an hour; 0 is without end.
CITYLOOP_ANSWERS_AN_HOUR = env.int("CITYLOOP_ANSWERS_AN_HOUR", 200)

# Facts for figures: where they are exported to, a folder or s3://bucket/folder, and what counts them there.
CITYLOOP_LAKE = env.str("CITYLOOP_LAKE", str(HOME / "lake"))
CITYLOOP_ANALYTICS = env.str("CITYLOOP_ANALYTICS", "duckdb")  # or spark://host:port

# Bulletins that draft themselves: on which day after the statistic month, at what time of the city's; whose leagues.
CITYLOOP_BULLETIN = env.str("CITYLOOP_BULLETIN", "3 08:00")  # or never
CITYLOOP_BULLETIN_SCHEMES = env.list("CITYLOOP_BULLETIN_SCHEMES", default=["national-district", "national-body"])

# Looking after it.
LOGGING = logging_configuration(level=env.str("CITYLOOP_LOG_LEVEL", "INFO"), readable=DEBUG)
LOGGING_CONFIG = "logging.config.dictConfig"
METRICS_FOLDER = env.str("PROMETHEUS_MULTIPROC_DIR", "")
METRICS_TOKEN = env.str("CITYLOOP_METRICS_TOKEN", "")  # without it, /metrics answers this machine only
DATA_UPLOAD_MAX_MEMORY_SIZE = 8 * 2**20
