# Two commands set everything up: `make demo` and `make test`. All of them may be run again at any time.
PYTHON ?= python3
BIN := .venv/bin
.DEFAULT_GOAL := help
.NOTPARALLEL:
.PHONY: help setup demo dev stop test check lint types layers contract web format

help:
	@echo 'make demo    install what is missing, start CityLoop with a demo city, print its address and accounts'
	@echo 'make test    install what is missing, run all tests        (make test ARGS="-k calendar" for some of them)'
	@echo 'make check   what CI runs: lint, types, layers, API description, tests'
	@echo 'make dev     CityLoop in this terminal, restarted when the code changes'
	@echo 'make stop    end everything that make demo started'
	@echo 'make format  write the code as the linter wants it'
	@echo 'CITYLOOP_HOME names the folder of an installation, CITYLOOP_PORT its port, DATABASE_URL a real server.'

setup:
	@$(PYTHON) tools/set_up.py

demo: setup
	@$(BIN)/cityloop demo

dev: setup
	@CITYLOOP_DEBUG=1 $(BIN)/cityloop up --reload

stop:
	@if [ -x $(BIN)/cityloop ]; then $(BIN)/cityloop stop; else echo 'Nothing was ever started here.'; fi

test:
	@$(PYTHON) tools/set_up.py --browser
ifdef ARGS
	@$(BIN)/pytest $(ARGS)
else
	@$(BIN)/pytest -n 2 --cov --cov-report=term:skip-covered
	@$(BIN)/coverage report --include='*/domain/*' --fail-under=95 --skip-covered
endif

check: setup lint types layers contract web test

lint:
	@$(BIN)/ruff check
	@$(BIN)/ruff format --check

types:
	@CITYLOOP_SECRET_KEY=types $(BIN)/mypy

layers:
	@PYTHONPATH=src:tools $(BIN)/lint-imports

contract:
	@CITYLOOP_SECRET_KEY=contract $(BIN)/cityloop openapi --check

web:
	@cd web && PATH="$(CURDIR)/$(BIN):$$PATH" npm run --silent check

format:
	@$(BIN)/ruff check --fix
	@$(BIN)/ruff format
