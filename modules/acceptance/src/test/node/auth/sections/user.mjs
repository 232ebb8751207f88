// GET and PUT /user; signing up and in without credentials.
import assert from 'node:assert/strict';
import {
  PASSWORD,
  call,
  check,
  data,
  ended,
  newClient,
  newPerson,
  refused,
  refusedCall,
  signedIn,
} from '../kit.mjs';

export default async function user() {
  const ann = await newPerson('ann');
  const bob = await newPerson('bob');

  await check('data is merged, and null deletes a key', async () => {
    data(await ann.client.auth.updateUser({ data: { colour: 'green', size: 1 } }));
    const changed = data(await ann.client.auth.updateUser({ data: { size: null, shape: 'round' } }));
    const { colour, size, shape } = changed.user.user_metadata;
    assert.deepEqual([colour, size, shape], ['green', undefined, 'round']);
  });

  await check('nobody makes themselves more than they are', async () => {
    refusedCall(
      await call('PUT', '/user', {
        body: { app_metadata: { role: 'admin' } },
        token: ann.session.access_token,
      }),
      403,
      'not_admin',
    );
  });

  await check('a password is changed, and not for the same or a weak one', async () => {
    const other = await signedIn(ann);
    refused(await ann.client.auth.updateUser({ password: PASSWORD }), 422, 'same_password');
    const weak = refused(await ann.client.auth.updateUser({ password: 'a1' }), 422, 'weak_password');
    assert.ok(weak.reasons.includes('length'));
    data(await ann.client.auth.updateUser({ password: 'AnotherPass456!' }));
    ended(await other.auth.getUser());
    data(await ann.client.auth.getUser());
    data(await newClient().auth.signInWithPassword({ email: ann.email, password: 'AnotherPass456!' }));
  });

  await check('an address that is taken stays where it is', async () => {
    refused(await ann.client.auth.updateUser({ email: bob.email }), 422, 'email_exists');
    refused(await ann.client.auth.updateUser({ email: 'no address' }), 400, 'validation_failed');
  });

  await check('somebody signs in as nobody', async () => {
    const client = newClient();
    const { user: nobody, session } = data(
      await client.auth.signInAnonymously({ options: { data: { theme: 'dark' } } }),
    );
    assert.equal(nobody.is_anonymous, true);
    assert.equal(nobody.user_metadata.theme, 'dark');
    refused(await client.auth.updateUser({ password: PASSWORD }), 422, 'validation_failed');
    refusedCall(
      await call('POST', '/factors', {
        body: { factor_type: 'totp' },
        token: session.access_token,
      }),
      403,
      'no_authorization',
    );
  });

  await check('sign-ups that can be nobody are refused', async () => {
    refusedCall(
      await call('POST', '/signup', {
        body: { email: 'a@example.com', phone: '15550100', password: PASSWORD },
      }),
      400,
      'validation_failed',
    );
    refusedCall(
      await call('POST', '/signup', { body: { email: 'no address', password: PASSWORD } }),
      400,
      'validation_failed',
    );
    refusedCall(
      await call('POST', '/signup', { body: { email: 'weak@example.com', password: 'a1' } }),
      422,
      'weak_password',
    );
  });
}
