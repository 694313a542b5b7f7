# ContraTrata: `make` shows what there is. Works in a path with spaces: only relative paths here.
.DEFAULT_GOAL := help
SHELL := /bin/sh
.PHONY: help run test proof reset styles lint types requirements demo-code

# The first Python on the PATH that is new enough; another one with `make run PYTHON=…`.
PYTHON ?= $(shell for p in python3.11 python3.12 python3.13 python3.14 python3 python; do \
	"$$p" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo "$$p" && break; done)

IN = $(if $(PYTHON),exec $(PYTHON) tools/bootstrap.py,echo "ContraTrata necesita Python 3.11 o posterior." >&2; exit 1;)

help: ## muestra esta lista
	@echo "ContraTrata. Mandatos:"
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  make \1|\2/p' Makefile | awk -F'|' '{ printf "%-20s %s\n", $$1, $$2 }'
	@echo "Variables: PORT=8000  CONTRATRATA_HOME=var  CONTRATRATA_DEMO=no  DATABASE_URL=…  PYTHON=…"

run: ## prepara lo que falte y pone en marcha el sitio; Ctrl-C lo detiene todo
	@$(IN) -m contratrata.launch.run

test: ## estilo, tipos, pisos, traducciones y todas las pruebas
	@$(IN) --dev tools/check.py all

proof: ## las pruebas largas
	@$(IN) --dev tools/check.py proof

reset: ## pregunta, borra los datos y empieza de nuevo
	@$(IN) -m contratrata.launch.reset

styles: ## compila los estilos
	@$(IN) -m contratrata.launch.styles

lint: ## revisa el estilo del código y de las plantillas
	@$(IN) --dev tools/check.py lint

types: ## revisa los tipos y los pisos
	@$(IN) --dev tools/check.py types

requirements: ## fija lo que falte en los requisitos; ARGS=--upgrade toma lo más nuevo de todo
	@$(IN) --dev tools/requirements.py $(ARGS)

demo-code: ## códigos del segundo factor de las cuentas de demostración
	@$(IN) -m contratrata.cli demo-code $(ARGS)
