// GET /admin/audit and /.well-known/openid-configuration.
import assert from 'node:assert/strict';
import { SERVICE_KEY, call, check, newPerson, refusedCall } from '../kit.mjs';

export default async function operations() {
  await check('the audit log tells who signed in', async () => {
    const ann = await newPerson('audited');
    const { status, json } = await call('GET', '/admin/audit', {
      key: SERVICE_KEY,
      token: SERVICE_KEY,
    });
    assert.equal(status, 200);
    assert.ok(json.some(({ payload }) => payload.actor_id === ann.id && payload.action === 'login'));
    refusedCall(
      await call('GET', '/admin/audit', { token: ann.session.access_token }),
      403,
      'not_admin',
    );
  });

  await check('the issuer describes itself', async () => {
    const { status, json } = await call('GET', '/.well-known/openid-configuration');
    assert.equal(status, 200);
    assert.ok(json.issuer);
    assert.match(json.jwks_uri, /\/\.well-known\/jwks\.json$/);
  });
}
