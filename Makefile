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

EDITIONS := $(if $(EDITION),$(EDITION),$(patsubst $(RAW)/%/.,%,$(wildcard $(RAW)/*/.)))
ONE       = $(if $(EDITION),$(EDITION),$(lastword $(sort $(EDITIONS))))
PYTHON   := .venv/bin/python
TRAINING := .venv-train/bin/python
ODA      := $(PYTHON) -m pipeline
FOLDERS  := --raw $(RAW) --outputs $(OUTPUTS) --reviews $(REVIEWS)

ASIDE    := $(foreach folder,ingest compare report corpus evaluation,pipeline/$(folder)/%)
CODE     := $(filter-out $(ASIDE),$(wildcard pipeline/*.py pipeline/*/*.py pipeline/vocab/*))
READER   := pipeline/contributions/reader.zip pipeline/contributions/reader.sha256
TABLES   := documents sections blocks repairs notes note_anchors figures entities mentions acronyms \
            money contributions money_relations checks results events dates ledger issues

FILES    := 1_clean.jsonl 2_sections.jsonl 3_entities.jsonl 4_money.jsonl \
            $(TABLES:%=5_tables/%.csv) $(TABLES:%=6_reviewed/%.csv) 7_publish/datapackage.json

# every edition in one set of tables, where all are made and there is more than one
SERIES   := $(if $(EDITION),,$(if $(word 2,$(EDITIONS)),$(OUTPUTS)/all/tables.sqlite))

.DEFAULT_GOAL := all
.DELETE_ON_ERROR:
.SECONDEXPANSION:
.PHONY: all new outline compare total review sheet test lint verify evaluate bench bench-corpus bench-page preview mutations clean lock help FORCE

all: $(foreach file,$(FILES),$(EDITIONS:%=$(OUTPUTS)/%/$(file))) $(SERIES)  ## make the tables of every edition, or of EDITION=2019
	@$(if $(EDITIONS),,echo "$(RAW): holds no edition; put a report's text and edition.toml into $(RAW)/2019" >&2; exit 2)

# ---- the data's way, in the order of the stages ----------------------------------------------

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

# all journals: entities.jsonl is for every edition, other editions' decisions become proposals
$(TABLES:%=$(OUTPUTS)/\%/6_reviewed/%.csv): $(TABLES:%=$(OUTPUTS)/\%/5_tables/%.csv) $$(wildcard $(REVIEWS)/*.jsonl) $(OUTPUTS)/.reviewers
	$(ODA) reviewed $* $(FOLDERS)

$(OUTPUTS)/%/7_publish/datapackage.json: $(TABLES:%=$(OUTPUTS)/\%/6_reviewed/%.csv) $(OUTPUTS)/.published
	$(ODA) publish $* $(FOLDERS)
	@echo "the tables of $*: $(OUTPUTS)/$*/6_reviewed/"

$(OUTPUTS)/all/tables.sqlite: $(EDITIONS:%=$(OUTPUTS)/%/7_publish/datapackage.json)
	$(ODA) series $(EDITIONS) $(FOLDERS)

# what a person asks of a run, each file changed only when another is asked for: the language model,
# how many people judge a row, whether only what they judged is published
ASKED := $(OUTPUTS)/.model $(OUTPUTS)/.reviewers $(OUTPUTS)/.published
$(OUTPUTS)/.model:     SAID = $(SPACY_MODEL)
$(OUTPUTS)/.reviewers: SAID = $(REVIEWERS) $(REVIEWERS_ABOVE)
$(OUTPUTS)/.published: SAID = $(REVIEWED_ONLY)

$(ASKED): FORCE
	@mkdir -p $(@D)
	@echo "$(SAID)" | cmp -s - $@ || echo "$(SAID)" > $@

# ---- a new edition ---------------------------------------------------------------------------

new: .venv/ingest  ## take a report in: make new EDITION=2020 FROM=report.pdf (also html, docx, txt, a folder)
	@$(ODA) new "$(EDITION)" "$(FROM)" --raw $(RAW)

outline: .venv/run  ## show the tree of headings, repairs and doubts of EDITION
	@$(ODA) outline $(ONE) --raw $(RAW)

# ---- two editions ----------------------------------------------------------------------------

compare: .venv/charts $(foreach file,$(FILES),$(FROM:%=$(OUTPUTS)/%/$(file)) $(TO:%=$(OUTPUTS)/%/$(file)))  ## set editions side by side: make compare FROM=2019 TO=2020
	@$(ODA) compare "$(FROM)" "$(TO)" $(FOLDERS)

# ---- review ----------------------------------------------------------------------------------

review: all .venv/review  ## open the review page of EDITION in this machine's browser
	@$(ODA) review $(ONE) $(FOLDERS)

# every FIELD=value of the command line is a filter; what make itself reads is in capitals
CAPITALS := EDITION BY RAW OUTPUTS REVIEWS PYTHON3 SPACY_MODEL

total: all  ## add up what may be added: make total EDITION=2019 BY=recipient_iso3 provider=Japan
	@$(ODA) total $(ONE) --by "$(BY)" --outputs $(OUTPUTS) $(filter-out $(CAPITALS:%=%=%),$(MAKEOVERRIDES))

sheet: all .venv/review  ## write outputs/<edition>/review.xlsx, to review in a spreadsheet program
	@$(ODA) sheet $(ONE) $(FOLDERS)

.PHONY: import-sheet import-decisions
import-sheet: all .venv/review  ## take a workbook's decisions: make import-sheet FILE=review.xlsx REVIEWER=name DRY=1
	@$(ODA) import-sheet "$(FILE)" --reviewer "$(REVIEWER)" $(if $(DRY),--dry) --outputs $(OUTPUTS) --reviews $(REVIEWS)

import-decisions: all  ## merge decisions into a journal: make import-decisions FILE=decisions.jsonl EDITION=2019 DRY=1
	@$(ODA) import-decisions $(ONE) "$(FILE)" $(if $(DRY),--dry) --outputs $(OUTPUTS) --reviews $(REVIEWS)

# ---- formats ---------------------------------------------------------------------------------

.PHONY: publish report
report: all .venv/charts  ## write outputs/<edition>/7_publish/report.html, to read, print, mail and review
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

.PHONY: docs columns
docs: .venv/docs  ## build the docs as a site that works offline: outputs/.site/index.html
	$(PYTHON) -m sphinx -W --keep-going -q docs $(OUTPUTS)/.site
	@echo "the docs: $(OUTPUTS)/.site/index.html"

columns: .venv/run  ## write docs/columns.md from the schema
	@$(ODA) columns > docs/columns.md

verify: all  ## check every cell against the raw text, by a program of its own
	@for edition in $(EDITIONS); do \
	  $(PYTHON) -I pipeline/verify.py $(RAW)/$$edition $(OUTPUTS)/$$edition/6_reviewed || exit; \
	done

evaluate: all  ## measure the tables against tests/golden, the rules on our own examples
	@$(ODA) evaluate $(ONE) --raw $(RAW) --outputs $(OUTPUTS)
	@$(PYTHON) tests/evaluate_examples.py

bench: .venv/dev  ## compare speed and exactness with other libraries
	@$(MAKE) --no-print-directory .venv/peers || \
	  echo "requirements-peers.lock: not all installed; the comparison goes on without them" >&2
	$(PYTHON) tests/bench_money.py
	$(PYTHON) tests/bench.py

bench-page: .venv/dev  ## measure how soon the review page answers: ROWS=20000
	$(PYTHON) tests/bench_page.py $(ROWS)

bench-corpus: .venv/dev  ## measure an archive on each engine: DOCUMENTS=200
	$(PYTHON) tests/bench_corpus.py --documents $(or $(DOCUMENTS),200)

preview: .venv/run  ## before a rule change is kept: which judged rows of EDITION it changes, loses, gains
	@$(ODA) preview $(ONE) $(FOLDERS)

mutations: .venv/dev  ## measure how decisions travel when the text changes: FRACTION=0.2 for a part
	PYTHONPATH=. $(PYTHON) tests/mutations.py $(or $(FRACTION),1)

# ---- the trained reader ----------------------------------------------------------------------

# all of it lies in training/out/ until it is whole, and no rule makes READER: `make` in a fresh clone,
# whose files have any age, must not train
CORPUS := $(wildcard training/corpus/. training/corpus/*.txt)
LEARNT := $(patsubst %,training/%.py,network passages split train) pipeline/contributions/encoding.py
JUDGED := $(patsubst %,training/%.py,archive measure evaluate calibrate)

.PHONY: train check-train
train: training/MODEL_CARD.md  ## train the reader anew from training/corpus, with its model card

training/out/reader.pt: $(CORPUS) $(LEARNT) | .venv-train/run
	@mkdir -p $(@D)
	$(TRAINING) -m training.train --out $@.part
	@mv $@.part $@

training/out/reader.zip: training/out/reader.pt training/export.py
	$(TRAINING) -m training.export $< $@

training/out/calibrated/reader.zip: training/out/reader.zip $(JUDGED) $(CODE)
	@mkdir -p $(@D)
	$(TRAINING) -m training.calibrate $< $@

training/MODEL_CARD.md: training/out/calibrated/reader.zip training/card.py
	cp $(<D)/reader.zip $(<D)/reader.sha256 pipeline/contributions/
	$(TRAINING) -m training.card

check-train: .venv-train/run  ## train a tiny reader on a few passages, to see that training works
	$(TRAINING) -m training.check

clean:  ## delete outputs/ (raw/ and reviews/ stay)
	rm -rf $(EDITIONS:%=$(OUTPUTS)/%) $(OUTPUTS)/all $(OUTPUTS)/compare $(OUTPUTS)/.annotations $(ASKED)

help:  ## say what there is
	@sed -n 's/^\([a-z-]*\):.*## /\1\t/p' $(MAKEFILE_LIST) | expand -t 12
	@echo
	@echo "EDITION=2019 names one edition; RAW= OUTPUTS= REVIEWS= move the folders;"
	@echo "SPACY_MODEL= names another installed model; REVIEWERS=2 asks for two people a row, with"
	@echo "REVIEWERS_ABOVE=10000000 for large sums alone; REVIEWED_ONLY=1 publishes judged rows alone."

# ---- the environment, made from the lock files -----------------------------------------------

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

# training has an environment of its own: what the locks hold, then the extra `train`.  That one has
# no lock: torch is another build on each kind of machine, and a lock would give its CUDA build to all.
# The base model asks for sentence-transformers, which training does without: no deps
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

# the lock files hold hashes and no addresses; uv makes them from pyproject.toml
COMPILE := uv pip compile pyproject.toml --quiet --universal --python-version 3.11 --generate-hashes \
           --no-emit-index-url --no-header --no-annotate
EXTRAS  := charts corpus dev docs ingest parquet peers publish review

lock:  ## make the lock files anew (needs uv)
	$(COMPILE) -o requirements.lock
	for extra in $(EXTRAS); do \
	  $(COMPILE) --extra $$extra -c requirements.lock -o requirements-$$extra.lock || exit; \
	done
