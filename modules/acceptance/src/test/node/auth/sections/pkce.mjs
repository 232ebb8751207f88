// POST /token?grant_type=pkce, after a visit to a provider and after a mail.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { nextMail } from '../inbox.mjs';
import { visitor } from '../provider.mjs';
import {
  call,
  check,
  claims,
  data,
  follow,
  newClient,
  newEmail,
  newPerson,
  refusedCall,
} from '../kit.mjs';

export default async function pkce() {
  let spent;

  await check('the code of a visit is changed for a session, with the provider’s tokens', async () => {
    const email = newEmail('visit');
    Object.assign(visitor, { sub: `sub-${randomUUID()}`, email, email_verified: true });
    const client = newClient({ flowType: 'pkce' });
    const { url } = data(
      await client.auth.signInWithOAuth({
        provider: 'acme',
        options: { skipBrowserRedirect: true },
      }),
    );
    spent = (await follow(url)).searchParams.get('code');
    const { session, user } = data(await client.auth.exchangeCodeForSession(spent));
    assert.equal(user.email, email);
    assert.ok(session.provider_token);
    assert.ok(session.provider_refresh_token);
    assert.equal(claims(session.access_token).amr[0].method, 'oauth');
  });

  await check('a code works once, and with its verifier only', async () => {
    const verifier = 'v'.repeat(43);
    refusedCall(
      await call('POST', '/token?grant_type=pkce', {
        body: { auth_code: spent, code_verifier: verifier },
      }),
      404,
      'flow_state_not_found',
    );
    Object.assign(visitor, { sub: `sub-${randomUUID()}`, email: newEmail('wrong') });
    const { url } = data(
      await newClient({ flowType: 'pkce' }).auth.signInWithOAuth({
        provider: 'acme',
        options: { skipBrowserRedirect: true },
      }),
    );
    const code = (await follow(url)).searchParams.get('code');
    refusedCall(
      await call('POST', '/token?grant_type=pkce', {
        body: { auth_code: code, code_verifier: verifier },
      }),
      400,
      'bad_code_verifier',
    );
    refusedCall(await call('POST', '/token?grant_type=pkce', { body: {} }), 400, 'validation_failed');
  });

  await check('the code of a mail’s link is changed for a session', async () => {
    const ann = await newPerson('mailed');
    const client = newClient({ flowType: 'pkce' });
    data(await client.auth.signInWithOtp({ email: ann.email }));
    const { link } = await nextMail(ann.email);
    assert.match(link, /token=pkce_/);
    const landed = await follow(link);
    const { user } = data(
      await client.auth.exchangeCodeForSession(landed.searchParams.get('code')),
    );
    assert.equal(user.id, ann.id);
  });
}
