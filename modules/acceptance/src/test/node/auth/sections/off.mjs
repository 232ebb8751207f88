// What isn't there answers as a GoTrue where it is switched off.
import assert from 'node:assert/strict';
import { SERVICE_KEY, call, check, newClient, newPerson, refused, refusedCall, service } from '../kit.mjs';

export default async function off() {
  await check('single sign-on', async () => {
    refused(
      await newClient().auth.signInWithSSO({ domain: 'example.com' }),
      404,
      'saml_provider_disabled',
    );
    refusedCall(await call('GET', '/sso/saml/metadata'), 404, 'saml_provider_disabled');
    const providers = await call('GET', '/admin/sso/providers', {
      key: SERVICE_KEY,
      token: SERVICE_KEY,
    });
    assert.deepEqual(providers.json, { items: [] });
  });

  await check('Web3', async () => {
    const body = { chain: 'solana', message: 'x', signature: 'x' };
    refusedCall(await call('POST', '/token?grant_type=web3', { body }), 422, 'web3_provider_disabled');
    refusedCall(
      await call('POST', '/token?grant_type=web3', { body: { ...body, chain: 'x' } }),
      400,
      'web3_unsupported_chain',
    );
  });

  await check('the OAuth server', async () => {
    refused(await service.auth.admin.oauth.listClients(), 404, 'feature_disabled');
    refused(await newClient().auth.admin.oauth.listClients(), 403, 'not_admin');
    const { session } = await newPerson('grants');
    refusedCall(
      await call('GET', '/user/oauth/grants', { token: session.access_token }),
      404,
      'feature_disabled',
    );
    refusedCall(
      await call('GET', '/admin/custom-providers', { key: SERVICE_KEY, token: SERVICE_KEY }),
      404,
      'feature_disabled',
    );
  });
}
