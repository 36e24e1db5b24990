from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from pytest_django.fixtures import Settings

from cityloop.config.production import findings, refuse_unsafe_server


@pytest.fixture
def safe(settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """Settings as a production server has them."""
    place = tmp_path / "home"
    (place / "files").mkdir(parents=True, mode=0o700)
    monkeypatch.setenv("CITYLOOP_HOME", str(place))
    monkeypatch.delenv("CITYLOOP_HOST", raising=False)
    settings.SECRET_KEY = "Zk3vX9qLw7TtRb2MnCe5HdUy8JsGa1PfVo4IxEz6QmWlKcBh0DrNu"
    settings.DEBUG = False
    settings.PUBLIC_URL = "https://city.example"
    settings.ALLOWED_HOSTS = ["city.example"]
    settings.CSRF_TRUSTED_ORIGINS = ["https://city.example"]
    settings.HTTPS = settings.SESSION_COOKIE_SECURE = settings.CSRF_COOKIE_SECURE = True
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    settings.CITYLOOP_PROXIES = 1
    settings.METRICS_TOKEN = ""
    return settings


def test_a_safe_server_has_no_findings(safe: Settings) -> None:
    assert findings() == []
    refuse_unsafe_server()


@pytest.mark.parametrize(
    ("name", "value", "blamed"),
    [
        ("SECRET_KEY", "", "CITYLOOP_SECRET_KEY"),
        ("SECRET_KEY", "short but random 8f3k2", "CITYLOOP_SECRET_KEY"),
        ("SECRET_KEY", "a" * 80, "CITYLOOP_SECRET_KEY"),
        ("SECRET_KEY", "django-insecure-" + "Zk3vX9qLw7TtRb2MnCe5HdUy8JsGa1PfVo4IxEz6QmWlKcBh", "CITYLOOP_SECRET_KEY"),
        ("DEBUG", True, "CITYLOOP_DEBUG"),
        ("PUBLIC_URL", "", "CITYLOOP_PUBLIC_URL"),
        ("ALLOWED_HOSTS", ["*"], "CITYLOOP_ALLOWED_HOSTS"),
        ("ALLOWED_HOSTS", [".example"], "CITYLOOP_ALLOWED_HOSTS"),
        ("CSRF_TRUSTED_ORIGINS", ["http://city.example"], "CITYLOOP_ORIGINS"),
        ("CSRF_TRUSTED_ORIGINS", ["https://*.example"], "CITYLOOP_ORIGINS"),
        ("HTTPS", False, "CITYLOOP_HTTPS"),
        ("SESSION_COOKIE_SECURE", False, "CITYLOOP_HTTPS"),
        ("CSRF_COOKIE_SECURE", False, "CITYLOOP_HTTPS"),
        ("SECURE_PROXY_SSL_HEADER", None, "CITYLOOP_TLS_PROXY"),
        ("CITYLOOP_PROXIES", 0, "CITYLOOP_PROXIES"),
        ("METRICS_TOKEN", "guess", "CITYLOOP_METRICS_TOKEN"),
        ("CITYLOOP_LAKE", "lake", "CITYLOOP_LAKE"),
        ("CITYLOOP_LAKE", "ftp://somewhere/lake", "CITYLOOP_LAKE"),
        ("CITYLOOP_LAKE", "s3://", "CITYLOOP_LAKE"),
        ("CITYLOOP_ANALYTICS", "", "CITYLOOP_ANALYTICS"),
        ("CITYLOOP_ANALYTICS", "spark", "CITYLOOP_ANALYTICS"),
        ("CITYLOOP_ANALYTICS", "spark://master", "CITYLOOP_ANALYTICS"),
        ("CITYLOOP_ANALYTICS", "postgresql://host:5432", "CITYLOOP_ANALYTICS"),
        ("CITYLOOP_BULLETIN", "the third", "CITYLOOP_BULLETIN"),
    ],
)
def test_each_unsafe_setting_is_named(safe: Settings, name: str, value: Any, blamed: str) -> None:
    setattr(safe, name, value)

    assert [finding.setting for finding in findings()] == [blamed]


def test_a_home_that_others_may_write_is_named(safe: Settings, tmp_path: Path) -> None:
    (tmp_path / "home/files").chmod(0o777)

    (finding,) = findings()

    assert finding.setting == "CITYLOOP_HOME"
    assert "chmod go-w" in finding.remedy


def test_a_secret_that_others_may_read_is_named(safe: Settings, tmp_path: Path) -> None:
    (tmp_path / "home/secret-key").write_text("x")
    (tmp_path / "home/secret-key").chmod(0o644)

    assert [finding.setting for finding in findings()] == ["CITYLOOP_HOME"]


def test_an_unsafe_server_for_others_does_not_start(safe: Settings) -> None:
    safe.DEBUG = True

    with pytest.raises(SystemExit, match="CITYLOOP_DEBUG"):
        refuse_unsafe_server()


def test_a_server_for_this_machine_only_may_be_as_it_likes(safe: Settings) -> None:
    safe.DEBUG, safe.PUBLIC_URL = True, ""

    refuse_unsafe_server()


@pytest.mark.django_db
def test_the_command_fails_with_every_finding(safe: Settings, capsys: pytest.CaptureFixture[str]) -> None:
    safe.DEBUG, safe.HTTPS = True, False

    with pytest.raises(CommandError, match="2 settings") as refusal:
        call_command("check")

    assert refusal.value.returncode == 1
    said = capsys.readouterr().err
    assert "CITYLOOP_DEBUG" in said
    assert "CITYLOOP_HTTPS" in said
