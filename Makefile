# oda-tables: from the text of an annual aid report to tables that people can check.
#
# raw/ is only read, reviews/ only appended to, outputs/ can always be deleted.

RAW     ?= raw
OUTPUTS ?= outputs
REVIEWS ?= reviews
EDITION ?=
PYTHON3 ?= python3

export SPACY_MODEL ?=
export REVIEWERS ?=
export REVIEWERS_ABOVE ?=
export REVIEWED_ONLY ?=
ifneq ($(words [$(RAW)] [$(OUTPUTS)] [$(REVIEWS)] [$(EDITION)]),4)
$(error RAW, OUTPUTS, REVIEWS and EDITION must be free of spaces, which make cannot handle)
endif

# raw/rates holds exchange rates for all editions
EDITIONS := $(if $(EDITION),$(EDITION),$(filter-out rates,$(patsubst $(RAW)/%/.,%,$(wildcard $(RAW)/*/.))))
ONE       = $(if $(EDITION),$(EDITION),$(lastword $(sort $(EDITIONS))))
PYTHON   := .venv/bin/python
TRAINING := .venv-train/bin/python
ODA      := $(PYTHON) -m pipeline
FOLDERS  := --raw $(RAW) --outputs $(OUTPUTS) --reviews $(REVIEWS)

TOOLS    := $(foreach folder,ingest compare matching report corpus evaluation,pipeline/$(folder)/%)
CODE     := $(filter-out $(TOOLS),$(wildcard pipeline/*.py pipeline/*/*.py pipeline/vocab/*))
READER   := pipeline/contributions/reader.zip pipeline/contributions/reader.sha256
TABLES   := documents sections blocks repairs notes note_anchors figures entities mentions acronyms \
            money contributions money_relations checks results events dates ledger issues

FILES    := 1_clean.jsonl 2_sections.jsonl 3_entities.jsonl 4_money.jsonl \
            $(TABLES:%=5_tables/%.csv) $(TABLES:%=6_reviewed/%.csv) 7_publish/datapackage.json

# all editions in one set of tables, unless EDITION selects one or there is only one
SERIES   := $(if $(EDITION),,$(if $(word 2,$(EDITIONS)),$(OUTPUTS)/all/tables.sqlite))

.DEFAULT_GOAL := all
.DELETE_ON_ERROR:
.SECONDEXPANSION:
.PHONY: all new outline compare total review sheet test lint verify evaluate bench bench-corpus bench-page preview mutations clean lock help FORCE

all: $(foreach file,$(FILES),$(EDITIONS:%=$(OUTPUTS)/%/$(file))) $(SERIES)  ## make the tables of every edition, or of EDITION=2019
	@$(if $(EDITIONS),,echo "$(RAW): contains no edition; put a report's text and edition.toml into $(RAW)/2019" >&2; exit 2)

# ---- the stages, in their order --------------------------------------------------------------

$(RAW)/%/edition.toml: | .venv/run
	@$(ODA) clean $* $(FOLDERS)

$(OUTPUTS)/%/1_clean.jsonl: $(RAW)/%/edition.toml $$(wildcard $(RAW)/$$*/. $(RAW)/$$*/*.txt) $(CODE) $(READER) .venv/run
	$(ODA) clean $* $(FOLDERS)

$(OUTPUTS)/%/2_sections.jsonl: $(OUTPUTS)/%/1_clean.jsonl
	$(ODA) sections $* $(FOLDERS)

$(OUTPUTS)/%/3_entities.jsonl: $(OUTPUTS)/%/2_sections.jsonl $(OUTPUTS)/.model
	$(ODA) entities $* $(FOLDERS)

$(OUTPUTS)/%/4_money.jsonl: $(OUTPUTS)/%/2_sections.jsonl
	$(ODA) money $* $(FOLDERS)

$(TABLES:%=$(OUTPUTS)/\%/5_tables/%.csv): $(OUTPUTS)/%/3_entities.jsonl $(OUTPUTS)/%/4_money.jsonl
	$(ODA) tables $* $(FOLDERS)

# all journals: entities.jsonl applies to every edition, decisions of other editions become proposals
$(TABLES:%=$(OUTPUTS)/\%/6_reviewed/%.csv): $(TABLES:%=$(OUTPUTS)/\%/5_tables/%.csv) $$(wildcard $(REVIEWS)/*.jsonl) $(OUTPUTS)/.reviewers $(OUTPUTS)/.rates
	$(ODA) reviewed $* $(FOLDERS)

$(OUTPUTS)/%/7_publish/datapackage.json: $(TABLES:%=$(OUTPUTS)/\%/6_reviewed/%.csv) $(OUTPUTS)/.published
	$(ODA) publish $* $(FOLDERS)
	@echo "the tables of $*: $(OUTPUTS)/$*/6_reviewed/"

$(OUTPUTS)/all/tables.sqlite: $(EDITIONS:%=$(OUTPUTS)/%/7_publish/datapackage.json)
	$(ODA) series $(EDITIONS) $(FOLDERS)

# the settings of a run, each in a file that changes only with its value: the language model, how many
# people review a row, whether only reviewed rows are published, the digest of all rate files, whose
# names as downloaded may contain spaces
SETTINGS := $(OUTPUTS)/.model $(OUTPUTS)/.reviewers $(OUTPUTS)/.published $(OUTPUTS)/.rates
$(OUTPUTS)/.model:     VALUE = $(SPACY_MODEL)
$(OUTPUTS)/.reviewers: VALUE = $(REVIEWERS) $(REVIEWERS_ABOVE)
$(OUTPUTS)/.published: VALUE = $(REVIEWED_ONLY)
$(OUTPUTS)/.rates:     VALUE = $(shell find $(RAW)/rates $(RAW)/*/rates -type f -exec cksum {} + 2>/dev/null | sort | cksum)

$(SETTINGS): FORCE
	@mkdir -p $(@D)
	@echo "$(VALUE)" | cmp -s - $@ || echo "$(VALUE)" > $@

# ---- a new edition ---------------------------------------------------------------------------

new: .venv/ingest  ## add a report: make new EDITION=2020 FROM=report.pdf (or html, docx, txt, a folder)
	@$(ODA) new "$(EDITION)" "$(FROM)" --raw $(RAW)

outline: .venv/run  ## show the headings of EDITION as a tree, with repairs and doubts
	@$(ODA) outline $(ONE) --raw $(RAW)

# ---- two editions ----------------------------------------------------------------------------

compare: .venv/charts $(foreach file,$(FILES),$(FROM:%=$(OUTPUTS)/%/$(file)) $(TO:%=$(OUTPUTS)/%/$(file)))  ## compare two editions: make compare FROM=2019 TO=2020
	@$(ODA) compare "$(FROM)" "$(TO)" $(FOLDERS)

# ---- a second source -------------------------------------------------------------------------

.PHONY: match
match: all .venv/charts .venv/review  ## look every contribution up in a second source: make match SOURCE=crs.zip
	@$(ODA) match $(ONE) "$(SOURCE)" $(FOLDERS)

# ---- review ----------------------------------------------------------------------------------

review: all .venv/review  ## open the review page of EDITION in a browser on this machine
	@$(ODA) review $(ONE) $(FOLDERS)

# every FIELD=value on the command line is a filter; variables of make are in capitals
CAPITALS := EDITION BY CSV RAW OUTPUTS REVIEWS PYTHON PYTHON3 SPACY_MODEL REVIEWERS REVIEWERS_ABOVE REVIEWED_ONLY
GIVEN     = $(foreach name,$(sort $(.VARIABLES)),$(if $(filter command,$(origin $(name))),$(name)))
QUOTED    = '$(subst ','\'',$(1))'
FILTERS   = $(foreach name,$(filter-out $(CAPITALS),$(GIVEN)),$(call QUOTED,$(name)=$(value $(name))))

total: all  ## add up contributions, none twice: make total BY=recipient_iso3 provider=Japan CSV=totals.csv
	@$(ODA) total $(ONE) $(FILTERS) --by "$(BY)" --outputs $(OUTPUTS) $(if $(CSV),--csv $(call QUOTED,$(CSV)))

sheet: all .venv/review  ## write outputs/<edition>/review.xlsx, for review in a spreadsheet program
	@$(ODA) sheet $(ONE) $(FOLDERS)

.PHONY: import-sheet import-decisions
import-sheet: all .venv/review  ## import decisions from a workbook: make import-sheet FILE=review.xlsx REVIEWER=name DRY=1
	@$(ODA) import-sheet "$(FILE)" --reviewer "$(REVIEWER)" $(if $(DRY),--dry) --outputs $(OUTPUTS) --reviews $(REVIEWS)

import-decisions: all  ## import decisions from a journal: make import-decisions FILE=decisions.jsonl EDITION=2019 DRY=1
	@$(ODA) import-decisions $(ONE) "$(FILE)" $(if $(DRY),--dry) --outputs $(OUTPUTS) --reviews $(REVIEWS)

# ---- formats ---------------------------------------------------------------------------------

.PHONY: publish report
report: all .venv/charts  ## write outputs/<edition>/7_publish/report.html, to read, print, mail or review
	@for edition in $(EDITIONS); do $(ODA) report $$edition $(FOLDERS) || exit; done

publish: report .venv/publish  ## add the report, Parquet and a workbook for reading to outputs/<edition>/7_publish
	@for edition in $(EDITIONS); do $(ODA) publish-more $$edition $(FOLDERS) || exit; done

# ---- checks ----------------------------------------------------------------------------------

test: .venv/dev  ## run the tests
	$(PYTHON) -m pytest

lint: .venv/dev  ## check style and types
	$(PYTHON) -m ruff check .
	$(PYTHON) -m ruff format --check .
	$(PYTHON) -m mypy

.PHONY: docs columns images
docs: .venv/docs  ## build the docs as a site that works offline: outputs/.site/index.html
	$(PYTHON) docs/draw_packages.py
	$(PYTHON) -m sphinx -W --keep-going -q docs $(OUTPUTS)/.site
	@echo "the docs: $(OUTPUTS)/.site/index.html"

columns: .venv/run  ## write docs/columns.md from the schema
	@$(ODA) columns > docs/columns.md

images: all .venv/dev  ## take README's images of the page and the report anew
	PYTHONPATH=. $(PYTHON) docs/take_images.py

verify: all  ## check every cell against the raw text, with an independent program
	@for edition in $(EDITIONS); do \
	  $(PYTHON) -I pipeline/verify.py $(RAW)/$$edition $(OUTPUTS)/$$edition/6_reviewed || exit; \
	done

evaluate: all  ## measure the tables against tests/golden, and the rules on our own examples
	@$(ODA) evaluate $(ONE) --raw $(RAW) --outputs $(OUTPUTS)
	@$(PYTHON) -m tests.bench.examples

bench: .venv/dev  ## compare speed and accuracy with other libraries
	@$(MAKE) --no-print-directory .venv/peers || \
	  echo "requirements-peers.lock: not all installed; comparing without them" >&2
	$(PYTHON) -m tests.bench.amounts
	$(PYTHON) -m tests.bench.speed

bench-page: .venv/dev  ## measure how fast the review page responds: ROWS=20000
	$(PYTHON) -m tests.bench.page $(ROWS)

bench-corpus: .venv/dev  ## measure an archive on each engine: DOCUMENTS=200
	$(PYTHON) -m tests.bench.corpus --documents $(or $(DOCUMENTS),200)

preview: .venv/run  ## show which reviewed rows of EDITION the current code changes, loses or gains
	@$(ODA) preview $(ONE) $(FOLDERS)

mutations: .venv/dev  ## measure how decisions survive changes of the text: FRACTION=0.2 for a sample
	$(PYTHON) -m tests.bench.mutations $(or $(FRACTION),1)

# ---- the trained reader ----------------------------------------------------------------------

# everything stays in training/out/ until it is complete, and no rule makes READER: `make` in a fresh
# clone, whose files have any timestamp, must not train
CORPUS := $(wildcard training/corpus/. training/corpus/*.txt)
TRAINED_BY := $(patsubst %,training/%.py,network passages split train) pipeline/contributions/encoding.py
MEASURED_BY := $(patsubst %,training/%.py,archive measure evaluate calibrate)

.PHONY: train check-train
train: training/MODEL_CARD.md  ## retrain the reader from training/corpus, and write its model card

training/out/reader.pt: $(CORPUS) $(TRAINED_BY) | .venv-train/run
	@mkdir -p $(@D)
	$(TRAINING) -m training.train --out $@.part
	@mv $@.part $@

training/out/reader.zip: training/out/reader.pt training/export.py
	$(TRAINING) -m training.export $< $@

training/out/calibrated/reader.zip: training/out/reader.zip $(MEASURED_BY) $(CODE)
	@mkdir -p $(@D)
	$(TRAINING) -m training.calibrate $< $@

training/MODEL_CARD.md: training/out/calibrated/reader.zip training/card.py
	cp $(<D)/reader.zip $(<D)/reader.sha256 pipeline/contributions/
	$(TRAINING) -m training.card

check-train: .venv-train/run  ## train a tiny reader on a few passages, to check that training works
	$(TRAINING) -m training.check

clean:  ## delete outputs/ (raw/ and reviews/ stay)
	rm -rf $(EDITIONS:%=$(OUTPUTS)/%) $(OUTPUTS)/all $(OUTPUTS)/compare $(OUTPUTS)/.annotations $(SETTINGS)

help:  ## list the targets
	@sed -n 's/^\([a-z-]*\):.*## /\1\t/p' $(MAKEFILE_LIST) | expand -t 12
	@echo
	@echo "EDITION=2019 selects one edition; RAW= OUTPUTS= REVIEWS= move the folders;"
	@echo "SPACY_MODEL= names another installed model; REVIEWERS=2 asks for two reviewers per row,"
	@echo "with REVIEWERS_ABOVE=10000000 only for large amounts; REVIEWED_ONLY=1 publishes only"
	@echo "rows that people accepted, corrected or added."

# ---- the environment, installed from the lock files ------------------------------------------

ifeq ($(wildcard $(PYTHON)),)
.venv/run: FORCE
endif

.venv/run: requirements.lock
	$(PYTHON3) -c 'import sys; sys.version_info >= (3, 11) or sys.exit("python 3.11 or later is needed")'
	$(PYTHON3) -m venv .venv
	$(PYTHON) -m pip install --quiet --disable-pip-version-check --require-hashes --no-deps -r $<
	@touch $@

.venv/%: requirements-%.lock .venv/run
	$(PYTHON) -m pip install --quiet --disable-pip-version-check --require-hashes --no-deps -r $<
	@touch $@

# training has its own environment: the locked packages, then the extra `train`.  That extra has no
# lock: torch has a different build for each kind of machine, and a lock would install its CUDA build
# everywhere.  The base model requires sentence-transformers, which training does not use: no deps
ifeq ($(wildcard $(TRAINING)),)
.venv-train/run: FORCE
endif

PINS = $(shell $(PYTHON3) -c 'import tomllib; \
         print(*tomllib.load(open("pyproject.toml", "rb"))["project"]["optional-dependencies"]["train"])')

.venv-train/run: requirements.lock pyproject.toml
	$(PYTHON3) -m venv .venv-train
	$(TRAINING) -m pip install --quiet --disable-pip-version-check --require-hashes --no-deps -r $<
	$(TRAINING) -m pip install --quiet --disable-pip-version-check $(filter-out gt-%,$(PINS))
	$(TRAINING) -m pip install --quiet --disable-pip-version-check --no-deps $(filter gt-%,$(PINS))
	@touch $@

# the lock files contain hashes and no addresses; uv makes them from pyproject.toml
COMPILE := uv pip compile pyproject.toml --quiet --universal --python-version 3.11 --generate-hashes \
           --no-emit-index-url --no-header --no-annotate
EXTRAS  := charts corpus dev docs ingest parquet peers publish review

lock:  ## rebuild the lock files (needs uv)
	$(COMPILE) -o requirements.lock
	for extra in $(EXTRAS); do \
	  $(COMPILE) --extra $$extra -c requirements.lock -o requirements-$$extra.lock || exit; \
	done
