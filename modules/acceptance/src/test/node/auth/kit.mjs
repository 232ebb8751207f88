// What every section needs: people, clients, and checks that print one line each.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { createClient } from '@supabase/supabase-js';

export const { BASE_URL, ANON_KEY, SERVICE_KEY, MAIL_URL } = process.env;
assert.ok(BASE_URL && ANON_KEY && SERVICE_KEY, 'make -s env prints BASE_URL, ANON_KEY, SERVICE_KEY');

export const SITE = process.env.SITE_URL ?? 'http://localhost:3000';
export const AUTH = `${BASE_URL}/auth/v1`;
export const PASSWORD = 'TestPass123!';

// the client wants a WebSocket to exist when it is made; Node has one from 22 on
const transport = globalThis.WebSocket ?? (await import('ws')).default;
let checks = 0;

export async function check(what, run) {
  try {
    await run();
  } catch (cause) {
    console.error(`not ok ${checks + 1} - ${what}`);
    console.error(cause);
    process.exit(1);
  }
  checks += 1;
  console.log(`ok ${checks} - ${what}`);
}

export function checked() {
  return checks;
}

export function newClient(options = {}, key = ANON_KEY) {
  return createClient(BASE_URL, key, {
    auth: { persistSession: false, autoRefreshToken: false, detectSessionInUrl: false, ...options },
    realtime: { transport },
  });
}

/** With the key of backends. */
export const service = newClient({}, SERVICE_KEY);

export function newEmail(name) {
  return `${name}-${randomUUID()}@example.com`;
}

export function newPhone() {
  return `1555${String(Math.floor(Math.random() * 1e9)).padStart(9, '0')}`;
}

/** A user who has confirmed the address, signed in on a client of their own. */
export async function newPerson(name, clientOptions = {}) {
  const email = newEmail(name);
  const { user } = data(
    await service.auth.admin.createUser({ email, password: PASSWORD, email_confirm: true }),
  );
  const client = newClient(clientOptions);
  const { session } = data(await client.auth.signInWithPassword({ email, password: PASSWORD }));
  return { name, email, id: user.id, client, session };
}

/** Another session of the same person. */
export async function signedIn(person) {
  const client = newClient();
  data(await client.auth.signInWithPassword({ email: person.email, password: PASSWORD }));
  return client;
}

/** The data of an answer that must be none of an error. */
export function data(answer) {
  assert.equal(answer.error, null, JSON.stringify(answer.error));
  return answer.data;
}

/** The error of an answer that must be one. */
export function refused(answer, status, code) {
  assert.ok(answer.error, `an error was expected, not ${JSON.stringify(answer.data)}`);
  assert.equal(answer.error.code, code, JSON.stringify(answer.error));
  assert.equal(answer.error.status, status);
  return answer.error;
}

/** auth-js has an error of its own for the code session_not_found. */
export function ended(answer) {
  assert.equal(answer.error?.name, 'AuthSessionMissingError', JSON.stringify(answer));
}

/** A call that auth-js doesn't make: status, headers and parsed body. */
export async function call(method, path, { body, token, key = ANON_KEY, headers = {} } = {}) {
  const answer = await fetch(`${AUTH}${path}`, {
    method,
    redirect: 'manual',
    headers: {
      ...(key ? { apikey: key } : {}),
      ...(token ? { Authorization: `Bearer ${token}` } : {}),
      ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
      ...headers,
    },
    body: body === undefined ? undefined : typeof body === 'string' ? body : JSON.stringify(body),
  });
  const text = await answer.text();
  let json;
  try {
    json = text === '' ? undefined : JSON.parse(text);
  } catch {
    json = undefined;
  }
  return { status: answer.status, headers: answer.headers, json, text };
}

export function refusedCall(answer, status, code) {
  assert.equal(answer.status, status, answer.text);
  assert.equal(answer.json.error_code, code, answer.text);
  assert.equal(answer.headers.get('x-sb-error-code'), code);
}

export function claims(token) {
  return JSON.parse(Buffer.from(token.split('.')[1], 'base64url'));
}

/** As a browser goes: from redirect to redirect, until a page of the application is reached. */
export async function follow(address) {
  let url = new URL(address);
  for (let i = 0; i < 10; i += 1) {
    if (url.href.startsWith(SITE)) return url;
    const answer = await fetch(url, { redirect: 'manual' });
    await answer.arrayBuffer();
    const location = answer.headers.get('location');
    assert.ok(location, `${url} answered ${answer.status} and leads nowhere`);
    url = new URL(location, url);
  }
  throw new Error(`${address} leads nowhere`);
}

export function fragment(url) {
  return new URLSearchParams(url.hash.slice(1));
}

/** Polls until there is a value: for what happens after a call has been answered. */
export async function eventually(what, probe) {
  for (let i = 0; i < 300; i += 1) {
    const value = await probe();
    if (value !== undefined) return value;
    await new Promise((go) => setTimeout(go, 100));
  }
  throw new Error(`${what} never came`);
}
