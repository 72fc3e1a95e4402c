SHELL := bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
.PHONY: help up dev down test simulate compare results bench bench-proxy pictures gallery publish

export DOTNET_CLI_TELEMETRY_OPTOUT := 1
export DOTNET_NOLOGO := 1

APPHOST := dotnet run --project Conduit.AppHost -c Release
BUILT_HOST = $(firstword $(wildcard artifacts/bin/Conduit.AppHost/*/Conduit.AppHost.dll))
# More arguments for the host (make up LAB="--port-offset 10000") and for the simulator (make simulate RUN="--seed 7",
# make compare RUN="--seeds 1,2,3"), and for the benchmarks (make bench BENCH="--filter *Decision*",
# make bench-proxy BENCH="--rounds 3 --rates 400", make bench-proxy BENCH=scale).
LAB ?=
RUN ?=
BENCH ?=
SCENARIO ?= brownout
OUTPUT ?= artifacts/compose

help: ## Shows this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  \033[1m%-11s\033[0m %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

up: ## Runs the whole lab until Ctrl-C or make down: with Aspire where it can be had, else as plain processes
	@$(APPHOST) -- $(LAB)

dev: ## Runs the lab as plain processes: no Docker, no Aspire
	@UseAspire=false $(APPHOST) -- $(LAB)

down: ## Ends the lab that make up or make dev started, and only that
	@$(if $(BUILT_HOST),dotnet $(BUILT_HOST) down $(LAB),echo "No lab is running.")

test: ## Runs all tests; what cannot run on this machine is skipped with its reason
	@# One project after the other: each of two runs a lab, which takes the whole machine. One that
	@# stands still is ended, and TestResults names the tests that were running.
	@dotnet test --solution Conduit.sln --max-parallel-test-modules 1 --hangdump --hangdump-type None --hangdump-timeout 4m

simulate: ## Runs one scenario against the running lab: make simulate SCENARIO=brownout
	@dotnet run --project Conduit.Simulator -c Release -- run $(SCENARIO) $(RUN)

compare: ## Runs one scenario in virtual time under every policy: make compare SCENARIO=brownout
	@dotnet run --project Conduit.Simulator -c Release -- compare $(SCENARIO) $(RUN)

results: ## Runs every scenario under every policy and writes scenarios/RESULTS.md (takes minutes)
	@dotnet run --project Conduit.Simulator -c Release -- results

bench: ## Runs the micro benchmarks: decision, executor, tracer, metrics, whole requests without a kernel
	@dotnet run --project benchmarks/Conduit.Benchmarks -c Release -- $(or $(BENCH),--filter '*')

bench-proxy: ## Compares what a proxied request costs: stock YARP, nginx, HAProxy, Conduit
	@dotnet run --project benchmarks/Conduit.ProxyBench -c Release -- $(BENCH)

pictures: ## Takes the README's pictures of the live view anew, with the Chromium on PATH
	@CONDUIT_PICTURES=$(CURDIR)/docs dotnet run --project Conduit.BrowserTests -c Release --property:Pictures=true -- -method "*.Picture_of_the_page_*"

gallery: ## Runs every scenario and takes the charts of scenarios/README.md anew (takes half an hour)
	@CONDUIT_GALLERY=$(CURDIR)/scenarios/charts dotnet run --project Conduit.BrowserTests -c Release --property:Pictures=true -- -method "*.Picture_of_the_scenario_*"

publish: ## Writes Docker Compose artifacts to artifacts/compose (needs Aspire)
	@$(APPHOST) --no-launch-profile -- --operation publish --step publish --output-path $(abspath $(OUTPUT))
