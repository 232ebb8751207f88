// Sign-up, codes and second factors by phone, through the operator's hook.
import assert from 'node:assert/strict';
import { messagesTo } from '../provider.mjs';
import {
  PASSWORD,
  check,
  claims,
  data,
  eventually,
  newClient,
  newPerson,
  newPhone,
  refused,
} from '../kit.mjs';

function codeTo(phone, count = 1) {
  return eventually(`a message to ${phone}`, async () => messagesTo(phone)[count - 1]?.code);
}

export default async function phone() {
  await check('who signs up by phone confirms by the code', async () => {
    const number = newPhone();
    const client = newClient();
    const { session } = data(await client.auth.signUp({ phone: number, password: PASSWORD }));
    assert.equal(session, null);
    refused(
      await newClient().auth.signInWithPassword({ phone: number, password: PASSWORD }),
      400,
      'phone_not_confirmed',
    );
    const token = await codeTo(number);
    assert.ok(data(await client.auth.verifyOtp({ phone: number, token, type: 'sms' })).session);
    data(await newClient().auth.signInWithPassword({ phone: number, password: PASSWORD }));
  });

  await check('a code by phone signs in', async () => {
    const number = newPhone();
    const client = newClient();
    data(await client.auth.signInWithOtp({ phone: number }));
    const token = await codeTo(number);
    refused(
      await client.auth.verifyOtp({
        phone: number,
        token: token === '000000' ? '000001' : '000000',
        type: 'sms',
      }),
      403,
      'otp_expired',
    );
    const { session } = data(await client.auth.verifyOtp({ phone: number, token, type: 'sms' }));
    assert.equal(claims(session.access_token).phone, number);
  });

  await check('a number is changed by the code sent to it', async () => {
    const ann = await newPerson('phone');
    const number = newPhone();
    data(await ann.client.auth.updateUser({ phone: number }));
    const token = await codeTo(number);
    data(await ann.client.auth.verifyOtp({ phone: number, token, type: 'phone_change' }));
    assert.equal(data(await ann.client.auth.getUser()).user.phone, number);
  });

  await check('a phone is a second factor', async () => {
    const ann = await newPerson('factor');
    const number = newPhone();
    const { mfa } = ann.client.auth;
    const factor = data(
      await mfa.enroll({ factorType: 'phone', phone: number, friendlyName: 'phone' }),
    );
    assert.equal(factor.phone, number);
    const challenge = data(await mfa.challenge({ factorId: factor.id }));
    const code = await codeTo(number);
    refused(
      await mfa.verify({
        factorId: factor.id,
        challengeId: challenge.id,
        code: code === '000000' ? '000001' : '000000',
      }),
      422,
      'mfa_verification_failed',
    );
    data(await mfa.verify({ factorId: factor.id, challengeId: challenge.id, code }));
    const { aal, amr } = claims(data(await ann.client.auth.getSession()).session.access_token);
    assert.equal(aal, 'aal2');
    assert.ok(amr.some(({ method }) => method === 'mfa/phone'));
  });
}
