# Every command a person types. `make` alone lists them.

SHELL := /bin/sh
.DEFAULT_GOAL := help
MAKEFLAGS += --no-builtin-rules

# Maven and the programs run on the newest JDK of this machine; without one, this says what to install.
with-jdk = JAVA_HOME=$$(scripts/find-jdk) && export JAVA_HOME &&
java     = exec "$$JAVA_HOME/bin/java" -XX:+UseSerialGC -XX:TieredStopAtLevel=1
maven    = mvn -B

devstack-jar = modules/devstack/target/devstack.jar
devstack     = $(with-jdk) $(java) -Xmx128m -jar $(devstack-jar)
# Says what a command that needs a running instance says when there isn't even a build.
built        = [ -f $(devstack-jar) ] || { echo "nothing was built yet: make start" >&2; exit 1; };

# What the server with the EAR is made of: newer than the stamp means a new build.
stamp   = target/built
sources = $(shell find pom.xml ear/pom.xml liberty kong db modules/*/pom.xml modules/*/src/main -type f 2>/dev/null)

# docker compose v2, or docker-compose 1.29
compose = $$(docker compose version >/dev/null 2>&1 && echo docker compose || echo docker-compose) \
  -p "$${COMPOSE_PROJECT_NAME:-$$({ echo mini-baas; sed -n 's/^COMPOSE_PROJECT_NAME=//p' .env; } | tail -1)}"
with-env = [ -f .env ] || { echo "nothing was started: make up" >&2; exit 1; };

##@ Run it here, without containers

run: $(stamp) ## start everything on PORT (8000) and stay; Ctrl-C stops it and keeps the data
	@$(devstack) run

start: $(stamp) ## start everything and return when it is ready
	@$(devstack) start

status: ## say what runs
	@$(built) $(devstack) status

stop: ## stop what "make start" started
	@$(built) $(devstack) stop

reset: ## stop it and delete its data (DATA_DIR, .data)
	@$(built) $(devstack) reset

env: ## print BASE_URL, ANON_KEY, SERVICE_KEY, JWT_SECRET, PG_URL, MAIL_URL (use: make -s env)
	@$(built) $(devstack) env

rotate-jwt: ## sign tokens with a new key; the old one verifies until its tokens have expired: make rotate-jwt [ALG=RS256]
	@scripts/rotate-jwt $(ALG)

rotate-vault: ## seal registered credentials with a new key, while reads go on
	@scripts/rotate-vault

import-users: $(stamp) ## bring users in, with their passwords: make import-users FILE=dump.sql (or .csv, or JSON lines)
	@[ -n "$(FILE)" ] || { echo "which file? make import-users FILE=dump.sql" >&2; exit 1; }
	@$(with-jdk) scripts/import-users "$(FILE)"

##@ Build and test

no-unit-tests = -Dtest=none -Dsurefire.failIfNoSpecifiedTests=false

build: ## build everything with all checks, without the tests: ear/target/mini-baas.ear and the server
	@$(with-jdk) $(maven) -DskipTests package
	@mkdir -p target && touch $(stamp)

test: test-compose ## run all tests and checks
	@$(with-jdk) $(maven) verify

test-compose: ## hold docker-compose.yml against the Compose specification's schema
	@cd scripts/validate-compose && npm ci --silent && npm test --silent

test-unit: ## run the tests that need no server with the EAR
	@$(with-jdk) $(maven) test

test-trino: ## run federated SQL on a real Trino: TRINO_URL's, or one that is downloaded (800 MB)
	@scripts/test-trino

test-smoke: $(stamp) ## run the quick verification: health, signup, SQL API, keys
	@$(with-jdk) $(maven) -q -Dgates.skip=true -pl modules/acceptance -am verify -Dgroups=smoke $(no-unit-tests)

test-phase: $(stamp) ## run one phase of the contract: make test-phase N=4
	@[ -n "$(N)" ] || { echo "which phase? make test-phase N=4" >&2; exit 1; }
	@$(with-jdk) $(maven) -q -Dgates.skip=true -pl modules/acceptance -am verify -Dgroups=phase$(N) $(no-unit-tests)

check-realtime: $(stamp) ## two realtime servers on which everything breaks in turn: make check-realtime [MINUTES=10]
	@$(with-jdk) $(maven) -q -Dgates.skip=true -pl modules/acceptance -am verify -Dit.test=TwoNodesIT \
	  -Dfailsafe.failIfNoSpecifiedTests=false -Drealtime.minutes=$(or $(MINUTES),10) $(no-unit-tests)

conformance: $(stamp) ## run a folder of SQL REST cases: make conformance CONFORMANCE=dir
	@[ -n "$(CONFORMANCE)" ] || { echo "which folder? make conformance CONFORMANCE=dir" >&2; exit 1; }
	@$(with-jdk) $(maven) -q -DskipTests -Dgates.skip=true -pl modules/rest -am package \
	  dependency:build-classpath -Dmdep.includeScope=test -Dmdep.outputFile=target/test.classpath && \
	  scripts/conformance "$(CONFORMANCE)"

bench: $(stamp) ## the short form of bench-rest: one-row reads over 16 connections
	@export BENCH_SCENARIOS="$${BENCH_SCENARIOS:-get one by key}" BENCH_CONNECTIONS="$${BENCH_CONNECTIONS:-16}" && \
	  $(call benchmark,load)

bench-rest: $(stamp) ## reads, writes and calls under load, beside pgbench and PEER_URL: rates, CPU, the bars
	@$(call benchmark,load)

bench-heap: $(stamp) ## live heap over a million mixed requests (BENCH_REQUESTS): its slope
	@$(call benchmark,heap)

bench-schema: $(stamp) ## schema cache on 1,000 tables and 500 functions: loads, and reloads under load
	@$(call benchmark,schema)

bench-footprint: $(stamp) ## resident memory and start time of the idle server
	@$(call benchmark,footprint)

bench-token: $(stamp) ## cost of verifying a token, cached and not
	@$(call benchmark,token)

bench-session: $(stamp) ## the ways to run a statement as the caller, compared
	@$(call benchmark,session)

bench-login: $(stamp) ## logins, beside bcrypt alone: the ratio
	@$(call benchmark,login)

bench-refresh: $(stamp) ## refreshes, beside pgbench, and 100,000 (BENCH_REFRESHES) that race each other
	@$(call benchmark,refresh)

bench-flood: $(stamp) ## others' calls while 1,000 wrong passwords come in: their p99
	@$(call benchmark,flood)

bench-enumeration: $(stamp) ## whether answers tell by their time who has an account
	@$(call benchmark,enumeration)

bench-mongo: $(stamp) ## one document by id over 16 connections, beside a bare servlet with the same driver call: the ratio
	@$(call benchmark,mongo)

bench-query: $(stamp) ## one row of a registered PostgreSQL: what the query service adds to the driver
	@$(call benchmark,query)

bench-routing: $(stamp) ## one event to 1,000 and to 10,000 subscriptions in one process, beside the predecessor's figures
	@$(call benchmark,routing)

bench-filter: $(stamp) ## finding the filters of one event among 10,000 subscriptions and among 10: the ratio
	@$(call benchmark,filter)

bench-changes: $(stamp) ## changes to 1,000 subscribers: time from commit to receipt, CPU, sockets that nobody reads
	@$(call benchmark,changes)

bench-sockets: $(stamp) ## heap and threads of 10,000 idle sockets (BENCH_SOCKETS), beside a bare endpoint's
	@$(call benchmark,sockets)

benchmark = $(with-jdk) $(maven) -q -DskipTests -Dgates.skip=true -pl modules/benchmarks -am package && \
  exec "$$JAVA_HOME/bin/java" -jar modules/benchmarks/target/benchmarks.jar $(1)

format: ## format the sources
	@$(with-jdk) $(maven) -q spotless:apply

$(stamp): $(sources)
	@mkdir -p $(@D)
	@echo "building the server (the first time downloads and takes some minutes; log: target/build.log)"
	@$(with-jdk) $(maven) -q -Dmaven.test.skip=true -Dgates.skip=true -pl ear,modules/devstack -am package >target/build.log 2>&1 \
	  || { cat target/build.log >&2; exit 1; }
	@touch $@

##@ Run it in containers

up: .env ## build the images and start all containers
	@$(with-jdk) $(maven) -q -DskipTests -Dgates.skip=true package
	@$(compose) up -d --build

down: ## stop the containers; the data stays
	@$(with-env) $(compose) down --remove-orphans

re: ## stop the containers and start them anew
	@$(MAKE) down
	@$(MAKE) up

fclean: ## delete this project's containers, volumes and images, and nothing else
	@$(with-env) $(compose) down --remove-orphans --volumes
	@docker image ls -q 'mini-baas/*' | sort -u | xargs -r docker image rm -f

logs: ## follow the logs: make logs [SERVICE=rest]
	@$(with-env) $(compose) logs -f --tail=100 $(SERVICE)

ps: ## list the containers
	@$(with-env) $(compose) ps

health: ## ask each service of the running containers whether it is ready
	@$(with-env) key=$$(sed -n 's/^KONG_PUBLIC_API_KEY=//p' .env); failed=0; \
	port=$${KONG_HTTP_PORT:-$$(sed -n 's/^KONG_HTTP_PORT=//p' .env)}; \
	for path in /auth/v1/health/ready /rest/v1/health/ready /admin/v1/health/ready /permissions/v1/health/ready /schemas/v1/health/ready /query/v1/health/ready /mongo/v1/health/ready /realtime/v1/health/ready; do \
	  code=$$(curl -s -o /dev/null -w '%{http_code}' -m 5 -H "apikey: $$key" "http://localhost:$${port:-8000}$$path"); \
	  echo "$$code $$path"; [ "$$code" = 200 ] || failed=1; \
	done; exit $$failed

.env:
	@scripts/generate-env

help: ## list these commands
	@awk 'BEGIN { FS = ":.*## "; print "mini-baas: make <command>" } \
	  /^##@/ { print ""; print substr($$0, 5) } \
	  /^[a-z-]+:.*## / { printf "  %-16s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)
	@echo "Settings are environment variables, or lines of a file .env: see .env.example."

.PHONY: run start status stop reset env rotate-jwt rotate-vault import-users build test test-compose test-unit test-trino test-smoke test-phase check-realtime conformance \
  bench bench-rest bench-heap bench-schema bench-footprint bench-token bench-session bench-login bench-refresh bench-flood bench-enumeration bench-query bench-mongo bench-routing bench-filter bench-changes bench-sockets \
  format up down re fclean logs ps health help
