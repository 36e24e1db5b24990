"""Settings, read from the environment here and nowhere else."""

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
    "django.contrib.gis",
    "procrastinate.contrib.django",
    "cityloop.kernel",
    "cityloop.access",
    "cityloop.standards",
    "cityloop.territory",
    "cityloop.organizations",
    "cityloop.assets",
    "cityloop.cases",
]
MIDDLEWARE: list[str] = []
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
