// Two users of the platform through the published client: each writes, reads, changes and deletes,
// and neither sees or changes what is the other's. One line per check; the first failure ends it.
//
//   BASE_URL=http://localhost:8000 ANON_KEY=… node two-users.mjs
//
// RPC_FUNCTION, when set, names a function (a integer, b integer) returns integer that adds.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { createClient } from '@supabase/supabase-js';

const { BASE_URL, ANON_KEY, RPC_FUNCTION } = process.env;
assert.ok(BASE_URL && ANON_KEY, 'BASE_URL and ANON_KEY must be set: make -s env prints them');

// the client wants a WebSocket to exist when it is made; Node has one from 22 on
const transport = globalThis.WebSocket ?? (await import('ws')).default;
const PASSWORD = 'TestPass123!';
let checks = 0;

function newClient() {
  return createClient(BASE_URL, ANON_KEY, {
    auth: { persistSession: false, autoRefreshToken: false, detectSessionInUrl: false },
    realtime: { transport },
  });
}

async function check(what, run) {
  try {
    await run();
  } catch (cause) {
    console.error(`not ok ${checks + 1} - ${what}`);
    console.error(cause);
    process.exit(1);
  }
  checks += 1;
  console.log(`ok ${checks} - ${what}`);
}

/** The data of an answer that must be none of an error. */
function data(answer) {
  assert.equal(answer.error, null, JSON.stringify(answer.error));
  return answer.data;
}

/** The error of an answer that must be one. */
function error(answer, status, code) {
  assert.ok(answer.error, `an error was expected, not ${JSON.stringify(answer.data)}`);
  assert.equal(answer.error.code, code, JSON.stringify(answer.error));
  assert.equal(answer.status ?? answer.error.status, status);
  return answer.error;
}

function newPerson(name) {
  return { name, email: `${name}-${randomUUID()}@example.com`, client: newClient(), id: '' };
}

const ann = newPerson('ann');
const bob = newPerson('bob');
const visitor = newClient();

// --- identity ---------------------------------------------------------------------------------

for (const person of [ann, bob]) {
  await check(`${person.name} signs up and is signed in by that`, async () => {
    const { user, session } = data(
      await person.client.auth.signUp({
        email: person.email,
        password: PASSWORD,
        options: { data: { name: person.name } },
      }),
    );
    assert.ok(session.access_token);
    assert.equal(user.email, person.email);
    assert.equal(user.user_metadata.name, person.name);
    assert.equal(user.identities.length, 1);
    person.id = user.id;
  });

  await check(`${person.name} signs in by password`, async () => {
    const { user, session } = data(
      await person.client.auth.signInWithPassword({ email: person.email, password: PASSWORD }),
    );
    assert.equal(user.id, person.id);
    assert.equal(session.token_type, 'bearer');
    assert.equal(data(await person.client.auth.getUser()).user.id, person.id);
  });
}

await check('an address signs up once', async () => {
  error(
    await newClient().auth.signUp({ email: ann.email, password: PASSWORD }),
    422,
    'user_already_exists',
  );
});

await check('a wrong password signs nobody in', async () => {
  error(
    await newClient().auth.signInWithPassword({ email: ann.email, password: 'wrong' }),
    400,
    'invalid_credentials',
  );
});

await check('a weak password is told why', async () => {
  const weak = error(
    await newClient().auth.signUp({ email: `weak-${randomUUID()}@example.com`, password: 'a1' }),
    422,
    'weak_password',
  );
  assert.deepEqual(weak.reasons, ['length']);
});

// --- rows -------------------------------------------------------------------------------------

let posts = {};

for (const person of [ann, bob]) {
  await check(`${person.name} inserts posts and gets them back`, async () => {
    const answer = await person.client
      .from('posts')
      .insert([
        { title: `private of ${person.name}`, is_public: false, content: 'ünïcödé 🦫' },
        { title: `public of ${person.name}`, is_public: true, content: null },
      ])
      .select();
    assert.equal(answer.status, 201);
    const rows = data(answer);
    assert.equal(rows.length, 2);
    assert.ok(rows.every((row) => row.user_id === person.id));
    assert.equal(rows[0].content, 'ünïcödé 🦫');
    posts[person.name] = { hidden: rows[0].id, open: rows[1].id };
  });

  await check(`${person.name} inserts a project that belongs to them by default`, async () => {
    const project = data(
      await person.client.from('projects').insert({ name: 'alpha' }).select().single(),
    );
    assert.equal(project.owner_id, person.id);
    assert.equal(project.status, 'active');
  });
}

await check('an insert without select returns no body', async () => {
  const answer = await ann.client.from('projects').insert({ name: 'beta' });
  assert.equal(answer.status, 201);
  assert.equal(data(answer), null);
});

for (const [person, other] of [
  [ann, bob],
  [bob, ann],
]) {
  await check(`${person.name} sees own posts and public ones, none that ${other.name} hides`, async () => {
    const ids = data(
      await person.client.from('posts').select('id').in('user_id', [ann.id, bob.id]),
    ).map((row) => row.id);
    assert.deepEqual(
      ids.sort(),
      [posts[person.name].hidden, posts[person.name].open, posts[other.name].open].sort(),
    );
  });

  await check(`${person.name} sees own projects only`, async () => {
    const owners = data(await person.client.from('projects').select('owner_id'));
    assert.ok(owners.length > 0);
    assert.ok(owners.every((row) => row.owner_id === person.id));
  });

  await check(`${person.name} can't change what is ${other.name}'s`, async () => {
    for (const id of Object.values(posts[other.name])) {
      const changed = await person.client
        .from('posts')
        .update({ title: 'taken over' })
        .eq('id', id)
        .select();
      assert.deepEqual(data(changed), []);
    }
  });

  await check(`${person.name} can't delete what is ${other.name}'s`, async () => {
    for (const id of Object.values(posts[other.name])) {
      assert.deepEqual(data(await person.client.from('posts').delete().eq('id', id).select()), []);
    }
  });

  await check(`${person.name} can't write in the name of ${other.name}`, async () => {
    error(
      await person.client.from('posts').insert({ title: 'forged', user_id: other.id }),
      403,
      '42501',
    );
    error(
      await person.client
        .from('posts')
        .update({ user_id: other.id })
        .eq('id', posts[person.name].hidden),
      403,
      '42501',
    );
  });
}

await check('what each wrote is still as they wrote it', async () => {
  for (const person of [ann, bob]) {
    const row = data(
      await person.client.from('posts').select().eq('id', posts[person.name].hidden).single(),
    );
    assert.equal(row.title, `private of ${person.name}`);
    assert.equal(row.user_id, person.id);
  }
});

await check('a visitor sees public posts only and writes nothing', async () => {
  const ids = data(await visitor.from('posts').select('id').in('user_id', [ann.id, bob.id]));
  assert.deepEqual(ids.map((row) => row.id).sort(), [posts.ann.open, posts.bob.open].sort());
  error(await visitor.from('posts').insert({ title: 'by nobody' }), 401, '42501');
});

await check('ann changes a row', async () => {
  const row = data(
    await ann.client
      .from('posts')
      .update({ title: 'changed' })
      .eq('id', posts.ann.hidden)
      .select('id,title')
      .single(),
  );
  assert.deepEqual(row, { id: posts.ann.hidden, title: 'changed' });
});

await check('ann upserts: the first time a row is made, then it is merged', async () => {
  const id = randomUUID();
  for (const description of ['first', 'second']) {
    const row = data(
      await ann.client.from('projects').upsert({ id, name: 'gamma', description }).select().single(),
    );
    assert.equal(row.description, description);
  }
  const { count } = await ann.client
    .from('projects')
    .select('*', { count: 'exact', head: true })
    .eq('id', id);
  assert.equal(count, 1);
});

await check('an upsert may leave existing rows alone', async () => {
  const { id } = data(await ann.client.from('projects').select('id').eq('name', 'alpha').single());
  data(
    await ann.client
      .from('projects')
      .upsert({ id, name: 'ignored' }, { onConflict: 'id', ignoreDuplicates: true }),
  );
  assert.equal(
    data(await ann.client.from('projects').select('name').eq('id', id).single()).name,
    'alpha',
  );
});

await check('rows are filtered, ordered, paged and counted', async () => {
  const answer = await ann.client
    .from('projects')
    .select('name', { count: 'exact' })
    .order('name', { ascending: false })
    .range(0, 1);
  assert.deepEqual(data(answer), [{ name: 'gamma' }, { name: 'beta' }]);
  assert.equal(answer.count, 3);
  assert.equal(answer.status, 206);
  const names = async (query) => data(await query.order('name')).map((row) => row.name);
  const table = () => ann.client.from('projects').select('name');
  assert.deepEqual(await names(table().ilike('name', '%ET%')), ['beta']);
  assert.deepEqual(await names(table().in('name', ['alpha', 'gamma'])), ['alpha', 'gamma']);
  assert.deepEqual(await names(table().or('name.eq.alpha,name.like.b*')), ['alpha', 'beta']);
  assert.deepEqual(await names(table().not('description', 'is', null)), ['gamma']);
  assert.deepEqual(await names(table().neq('name', 'beta').limit(1)), ['alpha']);
});

await check('a post is read with its author embedded', async () => {
  const row = data(
    await ann.client
      .from('posts')
      .select('title,author:users(email)')
      .eq('id', posts.ann.hidden)
      .single(),
  );
  assert.deepEqual(row, { title: 'changed', author: { email: ann.email } });
});

await check('single() wants exactly one row, maybeSingle() at most one', async () => {
  const none = () => ann.client.from('posts').select().eq('id', randomUUID());
  error(await none().single(), 406, 'PGRST116');
  assert.equal(data(await none().maybeSingle()), null);
  error(await ann.client.from('projects').select().single(), 406, 'PGRST116');
});

await check('errors of the database arrive with their codes', async () => {
  error(await ann.client.from('posts').select().eq('id', 'no-uuid'), 400, '22P02');
  error(await ann.client.from('posts').insert({ content: 'no title' }), 400, '23502');
  error(await ann.client.from('projects').insert({ name: 'x', status: 'odd' }), 400, '23514');
  error(await ann.client.from('posts').select('no_such_column'), 400, '42703');
  const { error: unknown, status } = await ann.client.from('no_such_table').select();
  assert.equal(status, 404);
  assert.ok(['PGRST205', '42P01'].includes(unknown.code), unknown.code);
});

if (RPC_FUNCTION) {
  await check('a function is called by POST and by GET', async () => {
    assert.equal(data(await ann.client.rpc(RPC_FUNCTION, { a: 40, b: 2 })), 42);
    assert.equal(data(await bob.client.rpc(RPC_FUNCTION, { a: 1, b: 2 }, { get: true })), 3);
    error(await ann.client.rpc('no_such_function'), 404, 'PGRST202');
  });
}

await check('ann deletes a row', async () => {
  const answer = await ann.client.from('posts').delete().eq('id', posts.ann.open);
  assert.equal(answer.status, 204);
  assert.equal(data(answer), null);
  assert.deepEqual(data(await ann.client.from('posts').select().eq('id', posts.ann.open)), []);
});

// --- session ----------------------------------------------------------------------------------

await check('a refreshed session goes on under a new token', async () => {
  const before = data(await ann.client.auth.getSession()).session;
  // a token carries whole seconds: within one, its successor would be the same
  const { iat } = JSON.parse(Buffer.from(before.access_token.split('.')[1], 'base64url'));
  while (Date.now() < (iat + 1) * 1000) await new Promise((go) => setTimeout(go, 20));
  const { session } = data(await ann.client.auth.refreshSession());
  assert.notEqual(session.access_token, before.access_token);
  assert.notEqual(session.refresh_token, before.refresh_token);
  assert.equal(data(await ann.client.from('posts').select().eq('id', posts.ann.hidden)).length, 1);
});

await check('ann changes metadata and password', async () => {
  const { user } = data(await ann.client.auth.updateUser({ data: { colour: 'green' } }));
  assert.deepEqual([user.user_metadata.name, user.user_metadata.colour], ['ann', 'green']);
  data(await ann.client.auth.updateUser({ password: 'AnotherPass456!' }));
  error(
    await newClient().auth.signInWithPassword({ email: ann.email, password: PASSWORD }),
    400,
    'invalid_credentials',
  );
  data(
    await newClient().auth.signInWithPassword({ email: ann.email, password: 'AnotherPass456!' }),
  );
});

await check('a session that was signed out is over, for its refresh token too', async () => {
  const { session } = data(await ann.client.auth.getSession());
  assert.equal((await ann.client.auth.signOut()).error, null);
  assert.equal(data(await ann.client.auth.getSession()).session, null);
  assert.ok((await newClient().auth.refreshSession(session)).error);
  assert.ok((await newClient().auth.getUser(session.access_token)).error);
  error(await ann.client.from('projects').select(), 401, '42501');
});

await check('bob is still signed in', async () => {
  assert.equal(data(await bob.client.auth.getUser()).user.id, bob.id);
});

console.log(`${checks} checks passed`);
