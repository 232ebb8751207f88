// POST /token with passwords and refresh tokens; POST /logout with its scopes.
import assert from 'node:assert/strict';
import {
  PASSWORD,
  call,
  check,
  claims,
  data,
  ended,
  newClient,
  newEmail,
  newPerson,
  refused,
  refusedCall,
  service,
  signedIn,
} from '../kit.mjs';

export default async function sessions() {
  const ann = await newPerson('ann');

  await check('a password opens a session', async () => {
    const { session, user } = data(
      await newClient().auth.signInWithPassword({ email: ann.email, password: PASSWORD }),
    );
    assert.equal(user.id, ann.id);
    const { sub, aal, amr, session_id, role, aud } = claims(session.access_token);
    assert.equal(sub, ann.id);
    assert.deepEqual([aal, role, aud], ['aal1', 'authenticated', 'authenticated']);
    assert.equal(amr[0].method, 'password');
    assert.ok(session_id);
  });

  await check('unknown user, wrong password and none answer alike', async () => {
    for (const credentials of [
      { email: newEmail('nobody'), password: PASSWORD },
      { email: ann.email, password: 'wrong password' },
    ]) {
      refused(await newClient().auth.signInWithPassword(credentials), 400, 'invalid_credentials');
    }
    refusedCall(
      await call('POST', '/token?grant_type=password', { body: { email: ann.email } }),
      400,
      'invalid_credentials',
    );
  });

  await check('who is banned or unconfirmed stays out', async () => {
    const email = newEmail('unconfirmed');
    const { user } = data(await service.auth.admin.createUser({ email, password: PASSWORD }));
    const login = () => newClient().auth.signInWithPassword({ email, password: PASSWORD });
    refused(await login(), 400, 'email_not_confirmed');
    data(
      await service.auth.admin.updateUserById(user.id, {
        email_confirm: true,
        ban_duration: '24h',
      }),
    );
    refused(await login(), 400, 'user_banned');
    data(await service.auth.admin.updateUserById(user.id, { ban_duration: 'none' }));
    data(await login());
  });

  await check('a refresh token turns over, and the lost answer is given again', async () => {
    const client = await signedIn(ann);
    const first = data(await client.auth.getSession()).session;
    const second = data(await client.auth.refreshSession()).session;
    assert.notEqual(second.refresh_token, first.refresh_token);
    const again = await call('POST', '/token?grant_type=refresh_token', {
      body: { refresh_token: first.refresh_token },
    });
    assert.equal(again.json.refresh_token, second.refresh_token);
  });

  await check('no session for a refresh token that is none', async () => {
    refusedCall(
      await call('POST', '/token?grant_type=refresh_token', {
        body: { refresh_token: 'abcdefghijkl' },
      }),
      400,
      'refresh_token_not_found',
    );
    const empty = await call('POST', '/token?grant_type=refresh_token', { body: {} });
    assert.equal(empty.status, 400);
    assert.equal(empty.json.error, 'invalid_request');
    refusedCall(
      await call('POST', '/token?grant_type=refresh_token', { body: { refresh_token: 'x' } }),
      400,
      'validation_failed',
    );
  });

  await check('signing out ends the others, this one or all', async () => {
    const [one, two, three] = [await signedIn(ann), await signedIn(ann), await signedIn(ann)];
    assert.equal((await one.auth.signOut({ scope: 'others' })).error, null);
    data(await one.auth.getUser());
    ended(await two.auth.getUser());
    const four = await signedIn(ann);
    assert.equal((await one.auth.signOut({ scope: 'local' })).error, null);
    data(await four.auth.getUser());
    const { access_token } = data(await four.auth.getSession()).session;
    assert.equal((await four.auth.signOut({ scope: 'global' })).error, null);
    ended(await three.auth.getUser());
    ended(await newClient().auth.getUser(access_token));
    const { session } = await newPerson('scope');
    refusedCall(
      await call('POST', '/logout?scope=everything', { token: session.access_token }),
      400,
      'validation_failed',
    );
  });
}
