// POST /invite and /admin/generate_link.
import assert from 'node:assert/strict';
import { nextMail } from '../inbox.mjs';
import {
  PASSWORD,
  check,
  claims,
  data,
  follow,
  fragment,
  newClient,
  newEmail,
  newPerson,
  refused,
  service,
} from '../kit.mjs';

export default async function invitations() {
  await check('who is invited comes in by the mail’s link', async () => {
    const email = newEmail('invited');
    const { user } = data(
      await service.auth.admin.inviteUserByEmail(email, { data: { team: 'red' } }),
    );
    assert.ok(user.invited_at);
    const landed = await follow((await nextMail(email)).link);
    assert.equal(fragment(landed).get('type'), 'invite');
    assert.equal(claims(fragment(landed).get('access_token')).user_metadata.team, 'red');
    refused(await service.auth.admin.inviteUserByEmail(email), 422, 'email_exists');
    refused(await newClient().auth.admin.inviteUserByEmail(email), 403, 'not_admin');
  });

  for (const type of ['signup', 'invite', 'magiclink', 'recovery']) {
    await check(`a link is made without being sent: ${type}`, async () => {
      const fresh = type === 'signup' || type === 'invite';
      const email = fresh ? newEmail(type) : (await newPerson(type)).email;
      const { properties, user } = data(
        await service.auth.admin.generateLink({ type, email, password: PASSWORD }),
      );
      assert.equal(user.email, email);
      assert.equal(properties.verification_type, type);
      assert.match(properties.email_otp, /^\d{6}$/);
      assert.ok(properties.hashed_token);
      const landed = await follow(properties.action_link);
      assert.equal(claims(fragment(landed).get('access_token')).sub, user.id);
    });
  }

  await check('a change of address by links that weren’t sent', async () => {
    const ann = await newPerson('links');
    const newAddress = newEmail('links-new');
    const links = [];
    for (const type of ['email_change_current', 'email_change_new']) {
      const { properties } = data(
        await service.auth.admin.generateLink({ type, email: ann.email, newEmail: newAddress }),
      );
      links.push(properties.action_link);
    }
    // each link begins the change anew, so both are made before one is followed
    for (const link of links) await follow(link);
    assert.equal(data(await ann.client.auth.getUser()).user.email, newAddress);
  });

  await check('unknown users: a magic link signs up, a recovery is refused', async () => {
    const email = newEmail('unknown');
    const { properties } = data(
      await service.auth.admin.generateLink({ type: 'magiclink', email }),
    );
    assert.equal(properties.verification_type, 'signup');
    refused(
      await service.auth.admin.generateLink({ type: 'recovery', email: newEmail('nobody') }),
      404,
      'user_not_found',
    );
    refused(
      await newClient().auth.admin.generateLink({ type: 'magiclink', email }),
      403,
      'not_admin',
    );
  });
}
