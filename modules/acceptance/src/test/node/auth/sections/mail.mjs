// Flows that go by way of a mailbox: sign-up, OTP, magic link, recovery, change of address,
// reauthentication. GET and POST /verify; POST /otp, /magiclink, /recover, /resend.
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { nextMail } from '../inbox.mjs';
import {
  PASSWORD,
  SITE,
  call,
  check,
  claims,
  data,
  follow,
  fragment,
  newClient,
  newEmail,
  newPerson,
  refused,
  refusedCall,
} from '../kit.mjs';

const otpHash = (address, code) => createHash('sha224').update(address + code).digest('hex');

export default async function mail() {
  await check('who signs up confirms by the mail’s link', async () => {
    const email = newEmail('link');
    const { user, session } = data(
      await newClient({ flowType: 'implicit' }).auth.signUp({
        email,
        password: PASSWORD,
        options: { data: { name: 'Link' }, emailRedirectTo: `${SITE}/welcome` },
      }),
    );
    assert.equal(session, null);
    assert.equal(user.email, email);
    refused(
      await newClient().auth.signInWithPassword({ email, password: PASSWORD }),
      400,
      'email_not_confirmed',
    );
    const { link } = await nextMail(email);
    const landed = await follow(link);
    assert.equal(landed.pathname, '/welcome');
    assert.equal(fragment(landed).get('type'), 'signup');
    assert.equal(claims(fragment(landed).get('access_token')).sub, user.id);
    const again = await follow(link);
    assert.equal(fragment(again).get('error_code'), 'otp_expired');
    data(await newClient().auth.signInWithPassword({ email, password: PASSWORD }));
  });

  await check('or by its code', async () => {
    const email = newEmail('code');
    data(await newClient({ flowType: 'implicit' }).auth.signUp({ email, password: PASSWORD }));
    const { code } = await nextMail(email);
    const client = newClient();
    refused(
      await client.auth.verifyOtp({ email, token: code === '000000' ? '000001' : '000000', type: 'email' }),
      403,
      'otp_expired',
    );
    assert.ok(data(await client.auth.verifyOtp({ email, token: code, type: 'email' })).session);
    refused(await client.auth.verifyOtp({ email, token: code, type: 'email' }), 403, 'otp_expired');
  });

  await check('signing up again tells nothing', async () => {
    const known = await newPerson('known');
    const { user, session } = data(
      await newClient({ flowType: 'implicit' }).auth.signUp({ email: known.email, password: PASSWORD }),
    );
    assert.equal(session, null);
    assert.notEqual(user.id, known.id);
    assert.deepEqual(user.identities, []);
  });

  await check('a confirmation is sent again', async () => {
    const email = newEmail('resend');
    data(await newClient({ flowType: 'implicit' }).auth.signUp({ email, password: PASSWORD }));
    await nextMail(email);
    data(await newClient({ flowType: 'implicit' }).auth.resend({ type: 'signup', email }));
    const { code } = await nextMail(email);
    data(await newClient().auth.verifyOtp({ email, token: code, type: 'signup' }));
    data(await newClient().auth.resend({ type: 'signup', email: newEmail('nobody') }));
    refusedCall(
      await call('POST', '/resend', { body: { type: 'horoscope', email } }),
      400,
      'validation_failed',
    );
  });

  await check('a mailed code signs in, new users too where they are wanted', async () => {
    const email = newEmail('otp');
    const client = newClient({ flowType: 'implicit' });
    refused(
      await client.auth.signInWithOtp({ email, options: { shouldCreateUser: false } }),
      422,
      'otp_disabled',
    );
    data(await client.auth.signInWithOtp({ email }));
    const { code } = await nextMail(email);
    const { session } = data(await client.auth.verifyOtp({ email, token: code, type: 'email' }));
    assert.equal(claims(session.access_token).amr[0].method, 'otp');
  });

  await check('a magic link signs in', async () => {
    const ann = await newPerson('magic');
    const sent = await call('POST', '/magiclink', { body: { email: ann.email } });
    assert.equal(sent.status, 200);
    const { link } = await nextMail(ann.email);
    assert.equal(claims(fragment(await follow(link)).get('access_token')).sub, ann.id);
  });

  await check('a token hash verifies alone', async () => {
    const ann = await newPerson('hash');
    data(await newClient({ flowType: 'implicit' }).auth.signInWithOtp({ email: ann.email }));
    const { code } = await nextMail(ann.email);
    const hash = otpHash(ann.email, code);
    refusedCall(
      await call('POST', '/verify', { body: { type: 'email', token_hash: hash, email: ann.email } }),
      400,
      'validation_failed',
    );
    const { user } = data(
      await newClient().auth.verifyOtp({ type: 'email', token_hash: hash }),
    );
    assert.equal(user.id, ann.id);
  });

  await check('a password is recovered, and unknown users get the same answer', async () => {
    const ann = await newPerson('recover');
    const client = newClient({ flowType: 'implicit' });
    data(await client.auth.resetPasswordForEmail(ann.email, { redirectTo: `${SITE}/reset` }));
    data(await client.auth.resetPasswordForEmail(newEmail('nobody')));
    const { link } = await nextMail(ann.email);
    const landed = await follow(link);
    assert.equal(landed.pathname, '/reset');
    assert.equal(fragment(landed).get('type'), 'recovery');
    data(
      await client.auth.setSession({
        access_token: fragment(landed).get('access_token'),
        refresh_token: fragment(landed).get('refresh_token'),
      }),
    );
    data(await client.auth.updateUser({ password: 'Recovered789!' }));
    data(await newClient().auth.signInWithPassword({ email: ann.email, password: 'Recovered789!' }));
  });

  await check('a change of address takes both mailboxes', async () => {
    const ann = await newPerson('change', { flowType: 'implicit' });
    const email = newEmail('changed');
    const { user } = data(await ann.client.auth.updateUser({ email }));
    assert.equal(user.new_email, email);
    assert.equal(user.email, ann.email);
    const first = await follow((await nextMail(ann.email)).link);
    assert.equal(fragment(first).get('access_token'), null);
    assert.ok(fragment(first).get('message'));
    const second = await follow((await nextMail(email)).link);
    assert.ok(fragment(second).get('access_token'));
    assert.equal(data(await ann.client.auth.getUser()).user.email, email);
  });

  await check('a code by mail proves that somebody is there', async () => {
    const ann = await newPerson('reauthenticate');
    data(await ann.client.auth.reauthenticate());
    const { code } = await nextMail(ann.email);
    assert.match(code, /^\d{6}$/);
    refusedCall(await call('GET', '/reauthenticate'), 401, 'no_authorization');
  });

  await check('verifying takes what it takes', async () => {
    for (const body of [
      {},
      { type: 'signup' },
      { type: 'horoscope', token: '123456', email: 'a@example.com' },
      { type: 'signup', token: '123456' },
    ]) {
      refusedCall(await call('POST', '/verify', { body }), 400, 'validation_failed');
    }
    const landed = await follow(
      `${process.env.BASE_URL}/auth/v1/verify?token=none&type=signup&redirect_to=https://evil.example.com`,
    );
    assert.equal(landed.origin, SITE);
    assert.equal(fragment(landed).get('error_code'), 'otp_expired');
  });
}
