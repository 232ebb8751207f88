// /admin/users and what belongs to a user.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import {
  PASSWORD,
  SERVICE_KEY,
  call,
  check,
  data,
  newClient,
  newEmail,
  newPerson,
  refused,
  refusedCall,
  service,
} from '../kit.mjs';

const admin = { key: SERVICE_KEY, token: SERVICE_KEY };

export default async function administration() {
  const email = newEmail('made');
  let id;

  await check('an administrator makes a user as it shall be', async () => {
    id = randomUUID();
    const { user } = data(
      await service.auth.admin.createUser({
        id,
        email,
        password: PASSWORD,
        email_confirm: true,
        user_metadata: { name: 'Made' },
        app_metadata: { plan: 'gold' },
      }),
    );
    assert.equal(user.id, id);
    assert.ok(user.email_confirmed_at);
    assert.equal(user.app_metadata.plan, 'gold');
    data(await newClient().auth.signInWithPassword({ email, password: PASSWORD }));
    refused(await service.auth.admin.createUser({ email, password: PASSWORD }), 422, 'email_exists');
    refused(await service.auth.admin.createUser({ password: PASSWORD }), 400, 'validation_failed');
  });

  await check('users are listed in pages', async () => {
    const { users, total, nextPage } = data(
      await service.auth.admin.listUsers({ page: 1, perPage: 1 }),
    );
    assert.equal(users.length, 1);
    assert.ok(total > 1);
    assert.equal(nextPage, 2);
    // of the last page auth-js reads the first digit
    const { headers } = await call('GET', '/admin/users?page=1&per_page=1', admin);
    assert.equal(headers.get('x-total-count'), String(total));
    assert.match(headers.get('link'), new RegExp(`[?&]page=${total}&per_page=1>; rel="last"`));
  });

  await check('a user is read, changed and deleted', async () => {
    assert.equal(data(await service.auth.admin.getUserById(id)).user.email, email);
    const changed = data(
      await service.auth.admin.updateUserById(id, { user_metadata: { name: 'Changed' } }),
    );
    assert.equal(changed.user.user_metadata.name, 'Changed');
    data(await service.auth.admin.deleteUser(id));
    refused(await service.auth.admin.getUserById(id), 404, 'user_not_found');
    refusedCall(await call('GET', '/admin/users/no-uuid', admin), 404, 'validation_failed');
  });

  await check('a user that is deleted softly leaves its row', async () => {
    const soft = await newPerson('soft');
    data(await service.auth.admin.deleteUser(soft.id, true));
    const { user } = data(await service.auth.admin.getUserById(soft.id));
    assert.ok(user.deleted_at);
    assert.notEqual(user.email, soft.email);
    refused(
      await newClient().auth.signInWithPassword({ email: soft.email, password: PASSWORD }),
      400,
      'invalid_credentials',
    );
  });

  await check('nobody else administers', async () => {
    const { client, session } = await newPerson('plain');
    refused(await newClient().auth.admin.listUsers(), 403, 'not_admin');
    refused(await client.auth.admin.getUserById(randomUUID()), 403, 'not_admin');
    refusedCall(
      await call('DELETE', `/admin/users/${randomUUID()}`, { token: session.access_token }),
      403,
      'not_admin',
    );
  });
}
