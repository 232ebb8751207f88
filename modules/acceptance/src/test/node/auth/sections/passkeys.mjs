// /passkeys and /admin/users/{id}/passkeys.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { SecurityKey } from '../authenticators.mjs';
import { call, check, claims, data, newClient, newPerson, refused, refusedCall, service } from '../kit.mjs';

export default async function passkeys() {
  const ann = await newPerson('ann');
  const bob = await newPerson('bob');
  const key = new SecurityKey();
  let passkey;

  await check('a passkey is registered', async () => {
    const { challenge_id: challengeId, options } = data(
      await ann.client.auth.passkey.startRegistration(),
    );
    const credential = key.create(options).toJSON();
    passkey = data(await ann.client.auth.passkey.verifyRegistration({ challengeId, credential }));
    assert.ok(passkey.id && passkey.created_at);
    refused(
      await ann.client.auth.passkey.verifyRegistration({ challengeId, credential }),
      400,
      'webauthn_challenge_not_found',
    );
  });

  await check('it signs its user in', async () => {
    const client = newClient();
    const { challenge_id: challengeId, options } = data(
      await client.auth.passkey.startAuthentication(),
    );
    const credential = key.get(options).toJSON();
    const { session, user } = data(
      await client.auth.passkey.verifyAuthentication({ challengeId, credential }),
    );
    assert.equal(user.id, ann.id);
    assert.equal(claims(session.access_token).amr[0].method, 'passkey');
    refused(
      await newClient().auth.passkey.verifyAuthentication({ challengeId, credential }),
      400,
      'webauthn_challenge_not_found',
    );
  });

  await check('another page’s or another key’s answer signs nobody in', async () => {
    const client = newClient();
    for (const forge of [
      () => Object.assign(new SecurityKey(), { handle: key.handle }),
      () => Object.assign(new SecurityKey(), { handle: key.handle, id: key.id }),
      () => Object.assign(Object.create(key), { origin: 'https://evil.example.com' }),
    ]) {
      const { challenge_id: challengeId, options } = data(
        await client.auth.passkey.startAuthentication(),
      );
      refused(
        await client.auth.passkey.verifyAuthentication({
          challengeId,
          credential: forge().get(options).toJSON(),
        }),
        400,
        'webauthn_verification_failed',
      );
    }
  });

  await check('passkeys are listed and renamed, by their user only', async () => {
    const listed = data(await ann.client.auth.passkey.list());
    assert.equal(listed.length, 1);
    assert.ok(listed[0].last_used_at);
    const renamed = data(
      await ann.client.auth.passkey.update({ passkeyId: passkey.id, friendlyName: 'My key' }),
    );
    assert.equal(renamed.friendly_name, 'My key');
    refused(
      await bob.client.auth.passkey.update({ passkeyId: passkey.id, friendlyName: 'Mine' }),
      404,
      'validation_failed',
    );
    refused(
      await ann.client.auth.passkey.update({ passkeyId: passkey.id, friendlyName: '' }),
      400,
      'validation_failed',
    );
    refused(
      await bob.client.auth.passkey.delete({ passkeyId: passkey.id }),
      404,
      'validation_failed',
    );
  });

  await check('registering takes somebody who is signed in', async () => {
    refusedCall(await call('POST', '/passkeys/registration/options'), 401, 'no_authorization');
    refusedCall(
      await call('POST', '/passkeys/authentication/verify', {
        body: { challenge_id: randomUUID() },
      }),
      400,
      'validation_failed',
    );
  });

  await check('an administrator lists and deletes passkeys', async () => {
    const userId = ann.id;
    assert.equal(data(await service.auth.admin.passkey.listPasskeys({ userId })).length, 1);
    refused(await bob.client.auth.admin.passkey.listPasskeys({ userId }), 403, 'not_admin');
    data(await service.auth.admin.passkey.deletePasskey({ userId, passkeyId: passkey.id }));
    assert.deepEqual(data(await ann.client.auth.passkey.list()), []);
  });

  await check('a passkey of one’s own is deleted', async () => {
    const { challenge_id: challengeId, options } = data(
      await ann.client.auth.passkey.startRegistration(),
    );
    const credential = new SecurityKey().create(options).toJSON();
    const { id } = data(
      await ann.client.auth.passkey.verifyRegistration({ challengeId, credential }),
    );
    data(await ann.client.auth.passkey.delete({ passkeyId: id }));
    assert.deepEqual(data(await ann.client.auth.passkey.list()), []);
  });
}
