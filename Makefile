# Dasan WFM: set-up and daily commands. `make help` says what each does. Needs a Python >= 3.12 and nothing else.

SHELL := /bin/sh
.SHELLFLAGS := -euc
.ONESHELL:
.DELETE_ON_ERROR:
.DEFAULT_GOAL := help
.PHONY: help run app test check bench docs audit sbom lock clean debian-packages

VENV := .venv
BIN := $(VENV)/bin
PIP = $(BIN)/python -m pip --disable-pip-version-check --no-input --quiet
AGAIN = $(MAKE) --no-print-directory
PEERS := build/peers
TOOLS := build/tools
MEASUREMENTS := forecast requirement roster curtois nights hard_days portfolio

# An environment that was left half installed, was moved with its folder, or whose Python is gone is made anew, unless
# another `make` is installing into it at this moment (it holds the lock on the folder). `.made-in` is written by this file
# alone: an environment that somebody made by hand is used, never removed.
ifneq ($(wildcard $(VENV)/.made-in),)
ifneq ($(shell $(BIN)/python -c '' 2>/dev/null && cat $(VENV)/.made-in),$(CURDIR))
$(shell flock -n $(VENV) rm -rf $(VENV))
endif
endif

help: ## say what each target does
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  make \1	\2/p' Makefile | expand -t 15

run: $(VENV)/.command ## set up, fetch real calls, forecast them, plan them, show the result
	@exec $(BIN)/wfm first-run

app: $(VENV)/.command ## open the planner's app on the site `bank`, or on the last one made (SITE=folder, PORT=number)
	@site='$(SITE)'
	[ -n "$$site" ] || ! [ -f build/bank/site.toml ] || site=build/bank
	[ -n "$$site" ] || site=$$(ls -t build/*/site.toml 2>/dev/null | sed -n '1s|/site.toml$$||p')
	if [ -z "$$site" ]; then
		echo 'There is no site yet: type "make run" first, or name one: make app SITE=folder' >&2
		exit 1
	fi
	exec $(BIN)/wfm app --site "$$site" $(if $(PORT),--port $(PORT))

check: $(VENV)/.dev ## ruff, mypy and the fast tests
	@$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/python -m pytest -q -n 2 --dist loadfile -m 'not slow and not browser and not postgres'

# The roster engine is compiled while Debian's packages come in, or both processes of the tests would compile it all.
test: $(VENV)/.dev ## all tests, and the slowest of them (NO_APT=1 installs no Debian package)
	@$(BIN)/python -m tests.compiled_ahead > /dev/null 2>&1 &
	$(AGAIN) debian-packages
	wait
	exec $(BIN)/python -m pytest -n 2 --dist loadfile --durations 15 --durations-min 1

docs: $(VENV)/.dev ## build the site of the docs in build/docs; a warning or a broken link ends it
	@$(BIN)/python -m sphinx --fail-on-warning --keep-going --quiet --builder html -d build/docs.cache docs build/docs
	echo 'The site is in build/docs: open build/docs/index.html.' >&2

bench: $(PEERS)/.peers ## measure beside the peers of bench/requirements.txt
	@for name in $(MEASUREMENTS); do
		if [ -f "bench/$$name.py" ]; then
			$(PEERS)/bin/python -m "bench.$$name"
		else
			echo "bench/$$name.py is not there: that measurement was NOT made." >&2
		fi
	done

audit: $(TOOLS)/.tools ## look every package of both locks up in the database of known vulnerabilities
	@rm -f build/audit.json
	cat requirements.lock requirements-dev.lock > build/audited.txt
	$(TOOLS)/bin/pip-audit --requirement build/audited.txt --no-deps --disable-pip --progress-spinner off \
		--format json --output build/audit.json 2> build/audit.log || true
	if ! [ -s build/audit.json ]; then
		tail -n 1 build/audit.log >&2
		echo 'NOT AUDITED: the database of vulnerabilities gave no answer. Nothing is known about these packages today.' >&2
		exit 1
	fi
	$(TOOLS)/bin/python -c '$(AUDITED)' build/audit.json

sbom: $(TOOLS)/.tools ## write build/sbom.json: every package that the product runs on (CycloneDX), from its lock
	@$(TOOLS)/bin/cyclonedx-py requirements requirements.lock --pyproject pyproject.toml --mc-type application \
		--output-reproducible --output-format JSON --output-file build/sbom.json
	echo "build/sbom.json lists $$(wc -l < requirements.lock) packages." >&2

lock: $(VENV)/.command ## renew both lock files from requirements.txt and requirements-dev.txt
	@mkdir -p build
	resolve() {
		$(PIP) install --dry-run --ignore-installed --only-binary=:all: --report build/resolved.json "$$@"
		$(BIN)/python -c '$(LOCK_LINES)' build/resolved.json
	}
	resolve -r requirements.txt 'setuptools>=80' > build/product.lock
	resolve -r requirements.txt -r requirements-dev.txt -c build/product.lock | grep -vxFf build/product.lock > build/dev.lock
	mv build/product.lock requirements.lock
	mv build/dev.lock requirements-dev.lock

clean: ## remove the environment and the caches; sites in build/ stay
	@rm -rf $(VENV) $(PEERS) $(TOOLS) .mypy_cache .pytest_cache .ruff_cache .hypothesis ./*.egg-info
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
	if [ -d build ]; then echo 'Sites in build/ were kept; remove the folder by hand to lose them.' >&2; fi

# --- What the targets above stand on ------------------------------------------------------------------------------

NEW_ENOUGH := import sys; sys.exit(sys.version_info < (3, 12))
HAS_VENV := import ensurepip, venv
PYTHONS = $(PYTHON) python3.13 python3.14 python3.12 python3 /usr/bin/python3 /usr/local/bin/python3 \
	$(wildcard $(HOME)/.pyenv/versions/3.1[2-9].*/bin/python3)
LOCK_LINES := import json, sys; found = [item["metadata"] for item in json.load(open(sys.argv[1]))["install"]]; \
	print(*sorted(("{name}=={version}".format(**item) for item in found), key=str.lower), sep="\n")

AUDITED := import json, sys; told = json.load(open(sys.argv[1]))["dependencies"]; \
	bad = ["{} {}: {}".format(d["name"], d["version"], v["id"]) for d in told for v in d.get("vulns", ())]; \
	skipped = sum("skip_reason" in d for d in told); \
	print(*bad, "{} packages looked up, {} known vulnerabilities.".format(len(told) - skipped, len(bad)), sep="\n"); \
	sys.exit("NOT AUDITED: {} packages that the database of vulnerabilities did not answer for. Nothing is known \
	about them today.".format(skipped) if skipped else bool(bad))

# One `make` at a time installs into the environment; the lock goes with the shell that took it.
ALONE = exec 9< $(VENV); ! command -v flock >/dev/null || flock 9

define DEBIAN
as_root=; [ "$$(id -u)" = 0 ] || as_root='sudo -n'
can_install() { [ -z '$(NO_APT)' ] && command -v apt-get >/dev/null && $$as_root true 2>/dev/null; }
install_debian() {
	echo "Installing from Debian: $$* ..." >&2
	mkdir -p build
	$$as_root apt-get -qq update > build/debian.log 2>&1 || true
	$$as_root env DEBIAN_FRONTEND=noninteractive apt-get -qq install -y --no-install-recommends "$$@" >> build/debian.log 2>&1 ||
		{ tail -n 20 build/debian.log >&2; return 1; }
}
endef

# Each candidate is run, since a name on PATH may be a shim that fails or an older Python.
$(VENV)/.python:
	@found=
	for candidate in $(PYTHONS); do
		"$$candidate" -c '$(NEW_ENOUGH)' 2>/dev/null || continue
		found=$${found:-$$candidate}
		"$$candidate" -c '$(HAS_VENV)' 2>/dev/null || continue
		found=$$candidate
		break
	done
	if [ -z "$$found" ]; then
		echo 'No Python 3.12 or newer was found: install one, or name it: make run PYTHON=/path/to/python3' >&2
		exit 1
	fi
	if ! "$$found" -c '$(HAS_VENV)' 2>/dev/null; then
		package=$$("$$found" -c 'import sys; print("python%d.%d-venv" % sys.version_info[:2])')
		$(DEBIAN)
		if ! can_install || ! install_debian "$$package"; then
			echo "$$found cannot make environments: have $$package installed (apt-get install $$package), then try again." >&2
			exit 1
		fi
	fi
	if ! [ -x $(BIN)/python ]; then
		echo "Making $(VENV) with $$("$$found" --version) ($$found) ..." >&2
		mkdir -p $(VENV)
		$(ALONE)
		echo unfinished > $(VENV)/.made-in
		"$$found" -m venv $(VENV)
	fi
	touch $@

# pip compiles one file after the other; skipping that and compiling on all cores saves a third of the time.
$(VENV)/.product: requirements.lock | $(VENV)/.python
	@$(ALONE)
	echo 'Installing what the product runs on (requirements.lock) ...' >&2
	if ! $(PIP) install --no-deps --no-compile --only-binary=:all: -r requirements.lock; then
		echo "Installing requirements.lock failed: the first set-up needs a network (or pip's index settings)." >&2
		exit 1
	fi
	$(BIN)/python -W ignore -m compileall -qq -j 0 -x '/tests?/' $(VENV)/lib || true
	if [ -f $(VENV)/.made-in ]; then echo '$(CURDIR)' > $(VENV)/.made-in; fi
	touch $@

$(VENV)/.command: pyproject.toml $(VENV)/.product
	@$(ALONE)
	$(PIP) install --no-deps --no-build-isolation --editable .
	touch $@

$(VENV)/.dev: requirements-dev.lock $(VENV)/.command
	@$(ALONE)
	echo 'Installing what tests and checks need (requirements-dev.lock) ...' >&2
	$(PIP) install --no-deps --only-binary=:all: -r requirements-dev.lock
	touch $@

$(PEERS)/.peers: requirements.txt bench/requirements.txt | $(VENV)/.python
	@echo 'Installing the peers into $(PEERS) (bench/requirements.txt) ...' >&2
	$(BIN)/python -m venv $(PEERS)
	$(PEERS)/bin/python -m pip --disable-pip-version-check --no-input --quiet install -r requirements.txt -r bench/requirements.txt
	touch $@

$(TOOLS)/.tools: requirements-tools.txt | $(VENV)/.python
	@echo 'Installing the tools into $(TOOLS) (requirements-tools.txt) ...' >&2
	$(BIN)/python -m venv $(TOOLS)
	$(TOOLS)/bin/python -m pip --disable-pip-version-check --no-input --quiet install -r requirements-tools.txt
	touch $@

# The browser, Korean type, the database server, LibreOffice and what reads PDF come from Debian; without them the tests
# that need them skip and say so.
debian-packages:
	@missing=
	command -v chromium >/dev/null || missing="$$missing chromium"
	ls /usr/share/fonts/opentype/noto/NotoSansCJK-*.ttc >/dev/null 2>&1 || missing="$$missing fonts-noto-cjk"
	ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 || missing="$$missing postgresql"
	command -v soffice >/dev/null || missing="$$missing libreoffice-calc-nogui"
	command -v pdftotext >/dev/null && command -v pdfinfo >/dev/null || missing="$$missing poppler-utils"
	[ -n "$$missing" ] || exit 0
	$(DEBIAN)
	if ! can_install || ! install_debian $$missing; then
		echo "NOT installed:$$missing. Tests that need them are SKIPPED (as root: apt-get install$$missing)." >&2
	fi
