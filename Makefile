# One command each. `make run` is the first; it needs Python 3.11 or newer and nothing else.
PY := .venv/bin/python
# What is installed is remembered inside the environment, by the contents of the requirement files.
SITE := .venv/site-$(shell cat requirements.txt | cksum | tr -d ' ')
TESTS := .venv/tests-$(shell cat requirements.txt tests/requirements.txt | cksum | tr -d ' ')

.PHONY: help run dev test test-fast soak check bench lock clean
help:
	@echo "make run    set up and serve the site on http://127.0.0.1:8000/  (PORT=9000 make run moves it)"
	@echo "make dev    development server that reloads code and content"
	@echo "make test   the whole suite, browsers included   make test-fast   without browsers"
	@echo "make check  linters, types, templates, content   make bench       measurements"
	@echo "make soak   long runs: every question with fifty seeds"
	@echo "make lock   pin the dependencies anew            make clean       remove what make made (not the database)"

$(SITE):
	@tools/python.sh .venv
	@echo "Installing what the site needs (once)…"
	@tools/packages.sh requirements.txt
	@rm -f .venv/site-*; touch $@

$(TESTS): $(SITE)
	@echo "Installing what the tests need (once)…"
	@tools/packages.sh requirements.txt tests/requirements.txt
	@rm -f .venv/tests-*; touch $@

run: $(SITE)
	@exec $(PY) manage.py serve

dev: $(SITE)
	@exec $(PY) manage.py runserver $${HOST:-127.0.0.1}:$${PORT:-8000}

test: $(TESTS)
	@tools/chromium.sh
	@tools/suite.sh

test-fast: $(TESTS)
	@$(PY) -m pytest -q -n 2 --dist loadgroup -m "not browser"

# Every question with fifty seeds over HTTP, right and wrong.
soak: $(TESTS)
	@DRAW_SEEDS=$${DRAW_SEEDS:-1000} $(PY) -m pytest -q -n 2 tests/questions/generators
	@SWEEP_SEEDS=$${SWEEP_SEEDS:-50} $(PY) -m pytest -q -n 2 tests/quizzes/test_sweep.py

check: $(TESTS)
	@$(PY) -m pytest -q tests/test_architecture.py tests/test_quality.py
	@DEBUG=1 $(PY) manage.py check
	@$(PY) manage.py checkcontent

bench: $(TESTS)
	@$(PY) -m tests.bench

lock:
	uv pip compile --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-emit-find-links \
	  --custom-compile-command "make lock" requirements.in -o requirements.txt
	uv pip compile --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-emit-find-links \
	  --custom-compile-command "make lock" tests/requirements.in -o tests/requirements.txt

clean:
	rm -rf .venv staticfiles .pytest_cache .mypy_cache .ruff_cache
