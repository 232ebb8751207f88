// GET /authorize, /callback; POST /token with an ID token; identities of a user.
import assert from 'node:assert/strict';
import { createHash, randomUUID } from 'node:crypto';
import { idToken, visitor } from '../provider.mjs';
import {
  AUTH,
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
  service,
} from '../kit.mjs';

const provider = 'acme';

function comes(email, verified = true) {
  Object.assign(visitor, { sub: `sub-${randomUUID()}`, email, email_verified: verified });
  return { ...visitor };
}

async function visit(client = newClient({ flowType: 'implicit' }), options = {}) {
  const { url } = data(
    await client.auth.signInWithOAuth({ provider, options: { skipBrowserRedirect: true, ...options } }),
  );
  return follow(url);
}

export default async function providers() {
  await check('a visit without challenge ends with a session in the fragment', async () => {
    const { email } = comes(newEmail('implicit'));
    const landed = await visit();
    assert.equal(landed.origin, SITE);
    const session = fragment(landed);
    assert.equal(session.get('token_type'), 'bearer');
    assert.ok(session.get('provider_token'));
    const client = newClient();
    const { user } = data(
      await client.auth.setSession({
        access_token: session.get('access_token'),
        refresh_token: session.get('refresh_token'),
      }),
    );
    assert.equal(user.email, email);
    assert.equal(user.app_metadata.provider, provider);
    assert.equal(claims(session.get('access_token')).amr[0].method, 'oauth');
  });

  await check('a visit with a challenge ends with a code in the query', async () => {
    comes(newEmail('pkce'));
    const landed = await visit(newClient({ flowType: 'pkce' }), { redirectTo: `${SITE}/welcome` });
    assert.equal(landed.pathname, '/welcome');
    assert.ok(landed.searchParams.get('code'));
    assert.equal(landed.hash, '');
  });

  await check('a state works once, and a forged one never', async () => {
    comes(newEmail('replay'));
    const client = newClient({ flowType: 'implicit' });
    const { url } = data(
      await client.auth.signInWithOAuth({ provider, options: { skipBrowserRedirect: true } }),
    );
    const away = (await fetch(url, { redirect: 'manual' })).headers.get('location');
    const back = (await fetch(away, { redirect: 'manual' })).headers.get('location');
    assert.ok(fragment(await follow(back)).get('access_token'));
    for (const address of [
      back,
      `${AUTH}/callback?state=${randomUUID()}&code=x`,
      `${AUTH}/callback?state=forged&code=x`,
    ]) {
      const again = await follow(address);
      assert.equal(again.searchParams.get('error_code'), 'bad_oauth_state');
      assert.equal(fragment(again).get('access_token'), null);
    }
  });

  await check('a provider may have the browser post what it says', async () => {
    comes(newEmail('posted'));
    const { url } = data(
      await newClient({ flowType: 'implicit' }).auth.signInWithOAuth({
        provider,
        options: { skipBrowserRedirect: true },
      }),
    );
    const away = (await fetch(url, { redirect: 'manual' })).headers.get('location');
    const back = new URL((await fetch(away, { redirect: 'manual' })).headers.get('location'));
    const landed = await fetch(`${AUTH}/callback`, {
      method: 'POST',
      body: back.searchParams,
      redirect: 'manual',
    });
    assert.equal(landed.status, 302);
    assert.match(landed.headers.get('location'), /#access_token=/);
  });

  await check('foreign pages are not led to', async () => {
    comes(newEmail('foreign'));
    const landed = await visit(undefined, { redirectTo: 'https://evil.example.com/' });
    assert.equal(landed.origin, SITE);
  });

  await check('what the provider refuses is passed on', async () => {
    const { url } = data(
      await newClient({ flowType: 'implicit' }).auth.signInWithOAuth({
        provider,
        options: { skipBrowserRedirect: true },
      }),
    );
    const away = new URL((await fetch(url, { redirect: 'manual' })).headers.get('location'));
    const landed = await follow(
      `${AUTH}/callback?state=${away.searchParams.get('state')}&error=access_denied`,
    );
    assert.equal(landed.searchParams.get('error'), 'access_denied');
  });

  await check('unknown and switched-off providers are refused', async () => {
    for (const name of ['google', 'horoscope', '']) {
      refusedCall(await call('GET', `/authorize?provider=${name}`), 400, 'validation_failed');
    }
    refusedCall(
      await call('GET', `/authorize?provider=${provider}&code_challenge=short&code_challenge_method=s256`),
      400,
      'validation_failed',
    );
  });

  await check('a verified address opens the account that has it, an unverified one doesn’t', async () => {
    const victim = await newPerson('victim');
    comes(victim.email, false);
    const refusedVisit = await visit();
    assert.equal(
      refusedVisit.searchParams.get('error_code'),
      'provider_email_needs_verification',
    );
    comes(victim.email, true);
    const session = fragment(await visit());
    assert.equal(claims(session.get('access_token')).sub, victim.id);
  });

  await check('an ID token that the client got by itself signs in', async () => {
    const nonce = randomUUID();
    const hashed = createHash('sha256').update(nonce).digest('hex');
    const person = { sub: `sub-${randomUUID()}`, email: newEmail('token'), email_verified: true };
    const { user } = data(
      await newClient().auth.signInWithIdToken({
        provider,
        token: idToken(person, { nonce: hashed }),
        nonce,
      }),
    );
    assert.equal(user.email, person.email);
    for (const [more, options] of [
      [{ nonce: hashed }, {}],
      [{ nonce: hashed }, { nonce: 'another' }],
      [{ aud: 'another' }, {}],
      [{ iss: 'https://accounts.google.com' }, {}],
      [{ exp: 1 }, {}],
    ]) {
      const answer = await newClient().auth.signInWithIdToken({
        provider,
        token: idToken(person, more),
        ...options,
      });
      assert.equal(answer.error?.status, 400, JSON.stringify(more));
    }
    refused(
      await newClient().auth.signInWithIdToken({ provider: 'google', token: idToken(person) }),
      400,
      'provider_disabled',
    );
  });

  await check('an identity is linked to who asks for it, and taken away again', async () => {
    const ann = await newPerson('ann', { flowType: 'implicit' });
    comes(newEmail('linked'));
    const { url } = data(
      await ann.client.auth.linkIdentity({ provider, options: { skipBrowserRedirect: true } }),
    );
    const session = fragment(await follow(url));
    assert.equal(claims(session.get('access_token')).sub, ann.id);
    const { identities } = data(await ann.client.auth.getUserIdentities());
    assert.deepEqual(identities.map((identity) => identity.provider).sort(), ['acme', 'email']);
    const linked = identities.find((identity) => identity.provider === provider);
    const bob = await newPerson('bob');
    refused(await bob.client.auth.unlinkIdentity(linked), 422, 'single_identity_not_deletable');
    data(await ann.client.auth.unlinkIdentity(linked));
    refused(
      await ann.client.auth.unlinkIdentity(
        data(await ann.client.auth.getUserIdentities()).identities[0],
      ),
      422,
      'single_identity_not_deletable',
    );
    refusedCall(
      await call('GET', `/user/identities/authorize?provider=${provider}`),
      401,
      'no_authorization',
    );
  });

  await check('what was prepared for a takeover is stripped', async () => {
    const email = newEmail('prepared');
    data(await service.auth.admin.createUser({ email, password: PASSWORD }));
    comes(email);
    assert.ok(fragment(await visit()).get('access_token'));
    refused(
      await newClient().auth.signInWithPassword({ email, password: PASSWORD }),
      400,
      'invalid_credentials',
    );
  });
}
