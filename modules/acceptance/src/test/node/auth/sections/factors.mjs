// /factors by TOTP and WebAuthn, and /admin/users/{id}/factors.
import assert from 'node:assert/strict';
import { SecurityKey, totp } from '../authenticators.mjs';
import {
  SERVICE_KEY,
  SITE,
  call,
  check,
  claims,
  data,
  newPerson,
  refused,
  service,
  signedIn,
} from '../kit.mjs';

const webauthn = { rpId: new URL(SITE).hostname, rpOrigins: [SITE] };

export default async function factors() {
  const ann = await newPerson('ann');
  const bob = await newPerson('bob');
  const { mfa } = ann.client.auth;
  let factor;

  await check('a TOTP factor shows its secret in every form', async () => {
    factor = data(await mfa.enroll({ factorType: 'totp', friendlyName: 'app', issuer: 'Example' }));
    assert.match(factor.totp.qr_code, /^data:image\/svg\+xml;utf-8,<svg /);
    assert.match(factor.totp.uri, /^otpauth:\/\/totp\/Example:/);
    assert.match(factor.totp.secret, /^[A-Z2-7]{32}$/);
  });

  await check('names are unique, kinds are known', async () => {
    refused(
      await mfa.enroll({ factorType: 'totp', friendlyName: 'app' }),
      422,
      'mfa_factor_name_conflict',
    );
    refused(await mfa.enroll({ factorType: 'horoscope' }), 400, 'validation_failed');
  });

  await check('a wrong code proves nothing', async () => {
    const challenge = data(await mfa.challenge({ factorId: factor.id }));
    assert.equal(challenge.type, 'totp');
    refused(
      await mfa.verify({
        factorId: factor.id,
        challengeId: challenge.id,
        code: totp(factor.totp.secret, 1000),
      }),
      422,
      'mfa_verification_failed',
    );
  });

  await check("nobody proves another's factor", async () => {
    refused(
      await bob.client.auth.mfa.challenge({ factorId: factor.id }),
      404,
      'mfa_factor_not_found',
    );
    refused(await bob.client.auth.mfa.unenroll({ factorId: factor.id }), 404, 'mfa_factor_not_found');
  });

  let used;
  await check('the right code raises the session', async () => {
    used = totp(factor.totp.secret);
    data(await mfa.challengeAndVerify({ factorId: factor.id, code: used }));
    const levels = data(await mfa.getAuthenticatorAssuranceLevel());
    assert.equal(levels.currentLevel, 'aal2');
    const { amr } = claims(data(await ann.client.auth.getSession()).session.access_token);
    assert.deepEqual(amr.map(({ method }) => method).sort(), ['password', 'totp']);
    assert.equal(data(await mfa.listFactors()).totp.length, 1);
  });

  await check('a code works once', async () => {
    refused(
      await mfa.challengeAndVerify({ factorId: factor.id, code: used }),
      422,
      'mfa_verification_failed',
    );
    data(
      await mfa.challengeAndVerify({ factorId: factor.id, code: totp(factor.totp.secret, 1) }),
    );
  });

  await check('a session at aal1 is kept from what needs aal2', async () => {
    const low = await signedIn(ann);
    assert.deepEqual(
      [
        data(await low.auth.mfa.getAuthenticatorAssuranceLevel()).currentLevel,
        data(await low.auth.mfa.getAuthenticatorAssuranceLevel()).nextLevel,
      ],
      ['aal1', 'aal2'],
    );
    refused(
      await low.auth.mfa.enroll({ factorType: 'totp', friendlyName: 'two' }),
      403,
      'insufficient_aal',
    );
    refused(await low.auth.mfa.unenroll({ factorId: factor.id }), 422, 'insufficient_aal');
    refused(await low.auth.updateUser({ password: 'AnotherPass456!' }), 401, 'insufficient_aal');
  });

  await check('a security key is created, and proves itself later', async () => {
    const key = new SecurityKey();
    const own = data(await mfa.enroll({ factorType: 'webauthn', friendlyName: 'key' }));
    const created = data(await mfa.challenge({ factorId: own.id, webauthn }));
    assert.equal(created.webauthn.type, 'create');
    data(
      await mfa.verify({
        factorId: own.id,
        challengeId: created.id,
        webauthn: {
          ...webauthn,
          type: 'create',
          credential_response: key.create(created.webauthn.credential_options.publicKey),
        },
      }),
    );
    const low = await signedIn(ann);
    const asked = data(await low.auth.mfa.challenge({ factorId: own.id, webauthn }));
    assert.equal(asked.webauthn.type, 'request');
    data(
      await low.auth.mfa.verify({
        factorId: own.id,
        challengeId: asked.id,
        webauthn: {
          ...webauthn,
          type: 'request',
          credential_response: key.get(asked.webauthn.credential_options.publicKey),
        },
      }),
    );
    const { aal, amr } = claims(data(await low.auth.getSession()).session.access_token);
    assert.equal(aal, 'aal2');
    assert.equal(amr[0].method, 'mfa/webauthn');
    const again = data(await low.auth.mfa.challenge({ factorId: own.id, webauthn }));
    refused(
      await low.auth.mfa.verify({
        factorId: own.id,
        challengeId: again.id,
        webauthn: {
          ...webauthn,
          type: 'request',
          credential_response: new SecurityKey().get(again.webauthn.credential_options.publicKey),
        },
      }),
      422,
      'mfa_verification_failed',
    );
  });

  await check('an administrator lists, renames and deletes factors', async () => {
    const listed = data(await service.auth.admin.mfa.listFactors({ userId: ann.id })).factors;
    assert.deepEqual(listed.map(({ factor_type: type }) => type).sort(), ['totp', 'webauthn']);
    const renamed = await call('PUT', `/admin/users/${ann.id}/factors/${factor.id}`, {
      key: SERVICE_KEY,
      token: SERVICE_KEY,
      body: { friendly_name: 'renamed' },
    });
    assert.equal(renamed.json.friendly_name, 'renamed');
    for (const { id } of listed) {
      data(await service.auth.admin.mfa.deleteFactor({ userId: ann.id, id }));
    }
    assert.equal(
      data(await service.auth.admin.mfa.listFactors({ userId: ann.id })).factors.length,
      0,
    );
    refused(
      await service.auth.admin.mfa.deleteFactor({ userId: ann.id, id: factor.id }),
      404,
      'mfa_factor_not_found',
    );
    refused(await bob.client.auth.admin.mfa.listFactors({ userId: ann.id }), 403, 'not_admin');
  });

  await check('who has no factor any more is at aal1 with the next token', async () => {
    const { session } = data(await ann.client.auth.refreshSession());
    assert.equal(claims(session.access_token).aal, 'aal1');
  });

  await check('a factor of one’s own is removed', async () => {
    const own = data(await bob.client.auth.mfa.enroll({ factorType: 'totp', friendlyName: 'x' }));
    assert.equal(data(await bob.client.auth.mfa.unenroll({ factorId: own.id })).id, own.id);
  });
}
