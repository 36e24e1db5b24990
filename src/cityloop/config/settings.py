"""Settings, read from the environment here and nowhere else."""

from datetime import timedelta
from pathlib import Path

import environ

env = environ.Env()
ROOT = Path(__file__).resolve().parents[3]

DEBUG = env.bool("CITYLOOP_DEBUG", False)
HOME = Path(env.str("CITYLOOP_HOME", str(ROOT / ".cityloop")))
SECRET_KEY = env.str("CITYLOOP_SECRET_KEY", "")
ALLOWED_HOSTS = env.list("CITYLOOP_ALLOWED_HOSTS", default=["localhost", "127.0.0.1", "[::1]"])

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.postgres",
    "django.contrib.gis",
    "axes",
    "procrastinate.contrib.django",
    "cityloop.kernel",
    "cityloop.access",
    "cityloop.standards",
    "cityloop.territory",
    "cityloop.organizations",
    "cityloop.assets",
    "cityloop.cases",
]
MIDDLEWARE = [
    "django.middleware.csrf.CsrfViewMiddleware",
]
ROOT_URLCONF = "cityloop.config.urls"
TEMPLATES: list[dict[str, object]] = []

DATABASES = {
    "default": env.db("DATABASE_URL", default="postgis:///cityloop")
    | {"ENGINE": "django.contrib.gis.db.backends.postgis"}
}
DATABASES["default"].setdefault("OPTIONS", {})
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

USE_TZ = True
TIME_ZONE = "UTC"
LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "简体中文"), ("en", "English")]
USE_I18N = True

STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": str(HOME / "files")}},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}

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
    "axes.W002",  # the middleware would render a page; our entrance answers with a problem
    "axes.W006",  # lock-out by account alone, see above
]

HTTPS = env.bool("CITYLOOP_HTTPS", not DEBUG)  # cookies travel over TLS only
CSRF_COOKIE_SECURE = HTTPS
CSRF_COOKIE_SAMESITE = "Strict"
CSRF_TRUSTED_ORIGINS = env.list("CITYLOOP_ORIGINS", default=[])
CITYLOOP_PROXIES = env.int("CITYLOOP_PROXIES", 0)  # how many reverse proxies of ours stand in front
