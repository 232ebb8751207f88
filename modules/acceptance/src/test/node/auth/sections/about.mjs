// GET /health, /settings, /.well-known/jwks.json; the two forms of errors; bearers.
import assert from 'node:assert/strict';
import { call, check, newPerson, refusedCall } from '../kit.mjs';

export default async function about() {
  await check('the service says what it is', async () => {
    const { status, json } = await call('GET', '/health');
    assert.equal(status, 200);
    assert.equal(json.name, 'GoTrue');
    assert.ok(json.version && json.description);
  });

  await check('settings tell what is on', async () => {
    const { json } = await call('GET', '/settings');
    assert.equal(json.external.email, true);
    assert.equal(json.external.google, false);
    for (const name of ['disable_signup', 'mailer_autoconfirm', 'phone_autoconfirm']) {
      assert.equal(typeof json[name], 'boolean', name);
    }
    assert.equal(json.saml_enabled, false);
    assert.equal(typeof json.sms_provider, 'string');
    assert.equal(typeof json.passkeys_enabled, 'boolean');
  });

  await check('the key set has public keys only', async () => {
    const { json, headers } = await call('GET', '/.well-known/jwks.json');
    assert.ok(json.keys.every((key) => key.kty !== 'oct' && !('d' in key)));
    assert.match(headers.get('cache-control'), /max-age=600/);
  });

  await check('errors come in the form that the client knows', async () => {
    const body = { email: 'nobody@example.com', password: 'wrong password' };
    const old = await call('POST', '/token?grant_type=password', { body });
    assert.equal(old.json.code, 400);
    assert.equal(old.json.error_code, 'invalid_credentials');
    assert.ok(old.json.msg);
    const now = await call('POST', '/token?grant_type=password', {
      body,
      headers: { 'X-Supabase-Api-Version': '2024-01-01' },
    });
    assert.equal(now.json.code, 'invalid_credentials');
    assert.ok(now.json.message);
    assert.equal(now.headers.get('x-supabase-api-version'), '2024-01-01');
  });

  await check('what is no JSON, no grant and no path is refused', async () => {
    refusedCall(await call('POST', '/signup', { body: '{"email":' }), 400, 'bad_json');
    refusedCall(await call('POST', '/signup', { body: '[]' }), 400, 'bad_json');
    refusedCall(await call('POST', '/token?grant_type=x', { body: {} }), 400, 'invalid_credentials');
    refusedCall(await call('GET', '/no-such-path'), 404, 'not_found');
  });

  await check('a bearer is needed, genuine and of somebody who is there', async () => {
    refusedCall(await call('GET', '/user'), 401, 'no_authorization');
    refusedCall(await call('GET', '/user', { token: 'a.b.c' }), 403, 'bad_jwt');
    const gone = await newPerson('gone');
    const token = gone.session.access_token;
    assert.equal((await call('POST', '/logout', { token })).status, 204);
    refusedCall(await call('GET', '/user', { token }), 403, 'session_not_found');
  });
}
