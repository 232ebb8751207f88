// The realtime parts of the published supabase-js: changes of rows under row-level security,
// broadcasts, presence and private channels, by both versions of the protocol.
// From the environment: BASE_URL, ANON_KEY, VSN (1.0.0 or 2.0.0).
import assert from 'node:assert/strict';
import { createClient } from '@supabase/supabase-js';

// Node has a WebSocket of its own from 22 on
const transport = globalThis.WebSocket ?? (await import('ws')).default;

const { BASE_URL, ANON_KEY, VSN } = process.env;
const run = `${Date.now()}-${VSN}`;
let passed = 0;

function check(what, condition, shown) {
  assert.ok(condition, `${what}${shown === undefined ? '' : `: ${JSON.stringify(shown)}`}`);
  passed += 1;
}

function newClient() {
  return createClient(BASE_URL, ANON_KEY, {
    auth: { persistSession: false },
    realtime: { vsn: VSN, transport },
  });
}

async function user(name) {
  const client = newClient();
  const { data, error } = await client.auth.signUp({
    email: `${name}-${run}@example.com`,
    password: 'a good-enough passphrase 7',
  });
  assert.equal(error, null, JSON.stringify(error));
  await client.realtime.setAuth(data.session.access_token);
  return { client, id: data.user.id };
}

/** Resolves when the condition holds; fails after a while. */
async function until(what, condition, millis = 15000) {
  const end = Date.now() + millis;
  while (!condition()) {
    if (Date.now() > end) throw new Error(`timed out: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  passed += 1;
}

function subscribed(channel) {
  return new Promise((resolve, reject) => {
    channel.subscribe((status, error) => {
      if (status === 'SUBSCRIBED') resolve(channel);
      if (status === 'CHANNEL_ERROR' || status === 'TIMED_OUT') {
        reject(new Error(`${status}: ${error?.message}`));
      }
    });
  });
}

/** Changes come after the system message, which comes after the join. */
function streaming(channel) {
  return new Promise((resolve, reject) => {
    channel.on('system', {}, (message) => {
      if (message.extension !== 'postgres_changes') return;
      if (message.status === 'ok') resolve(message);
      else reject(new Error(message.message));
    });
  });
}

async function rowsOfOwners() {
  const ann = await user('ann');
  const bob = await user('bob');
  const seen = { ann: [], bob: [], filtered: [], inserts: [] };
  const annChannel = ann.client
    .channel(`posts-ann-${run}`)
    .on('postgres_changes', { event: '*', schema: 'public', table: 'rt_notes' },
      (change) => seen.ann.push(change))
    .on('postgres_changes',
      { event: 'INSERT', schema: 'public', table: 'rt_notes', filter: 'title=eq.wanted' },
      (change) => seen.filtered.push(change));
  const bobChannel = bob.client
    .channel(`posts-bob-${run}`)
    .on('postgres_changes', { event: '*', schema: 'public', table: 'rt_notes' },
      (change) => seen.bob.push(change));
  const live = Promise.all([streaming(annChannel), streaming(bobChannel)]);
  await Promise.all([subscribed(annChannel), subscribed(bobChannel)]);
  const [message] = await live;
  check('the words of the system message', message.message === 'Subscribed to PostgreSQL', message);

  const made = await ann.client.from('rt_notes')
    .insert({ owner: ann.id, title: 'wanted', done: false }).select().single();
  assert.equal(made.error, null, JSON.stringify(made.error));
  await until('the insert comes', () => seen.ann.length === 1);
  const insert = seen.ann[0];
  check('type', insert.eventType === 'INSERT', insert);
  check('the row', insert.new.id === made.data.id && insert.new.title === 'wanted', insert.new);
  check('a boolean stays one', insert.new.done === false, insert.new);
  check('the time', !Number.isNaN(Date.parse(insert.commit_timestamp)), insert);
  await until('the filter finds it', () => seen.filtered.length === 1);

  await ann.client.from('rt_notes').update({ title: 'changed' }).eq('id', made.data.id);
  await until('the update comes', () => seen.ann.length === 2);
  check('the new row', seen.ann[1].new.title === 'changed', seen.ann[1]);
  check('the old key', seen.ann[1].old.id === made.data.id, seen.ann[1]);

  const his = await bob.client.from('rt_notes').insert({ owner: bob.id, title: "bob's" });
  assert.equal(his.error, null, JSON.stringify(his.error));
  await until("bob's own insert comes", () => seen.bob.length === 1);
  check("bob got nothing of ann's", seen.bob.every((c) => c.new.owner === bob.id), seen.bob);

  await ann.client.from('rt_notes').delete().eq('id', made.data.id);
  await until('the delete comes', () => seen.ann.length === 3);
  check('the key of what is gone', seen.ann[2].old.id === made.data.id, seen.ann[2]);
  check("ann got nothing of bob's", seen.ann.slice(0, 2).every((c) => c.new.owner === ann.id));
  check('the filter found one', seen.filtered.length === 1, seen.filtered);
  return { ann, bob };
}

async function anInsertInTheCallbackIsReceived({ ann }) {
  const got = [];
  const channel = ann.client.channel(`callback-${run}`)
    .on('postgres_changes', { event: 'INSERT', schema: 'public', table: 'rt_notes' },
      (change) => got.push(change));
  const live = streaming(channel);
  await subscribed(channel);
  await live;
  await ann.client.from('rt_notes').insert({ owner: ann.id, title: 'at once' });
  await until('what was inserted at once is received', () => got.length === 1);
  await ann.client.removeChannel(channel);
}

async function whatCannotBeSubscribedToIsSaid({ ann }) {
  const channel = ann.client.channel(`wrong-${run}`)
    .on('postgres_changes', { event: '*', schema: 'public', table: 'no_such_table' }, () => {});
  const refusal = streaming(channel).then(() => null, (error) => error.message);
  await subscribed(channel);
  check('the reason is told', typeof (await refusal) === 'string' && (await refusal).length > 10);
  await ann.client.removeChannel(channel);
}

async function broadcasts({ ann, bob }) {
  const name = `room-${run}`;
  const heard = { ann: [], bob: [] };
  const a = ann.client.channel(name, { config: { broadcast: { self: true, ack: true } } })
    .on('broadcast', { event: 'shout' }, (message) => heard.ann.push(message));
  const b = bob.client.channel(name)
    .on('broadcast', { event: 'shout' }, (message) => heard.bob.push(message));
  await subscribed(a);
  await subscribed(b);
  const answer = await a.send({ type: 'broadcast', event: 'shout', payload: { text: 'hé' } });
  check('acknowledged', answer === 'ok', answer);
  await until('bob hears', () => heard.bob.length === 1);
  check('what was said', heard.bob[0].payload.text === 'hé', heard.bob[0]);
  await until('the sender hears itself', () => heard.ann.length === 1);
  await b.send({ type: 'broadcast', event: 'shout', payload: { text: 'back' } });
  await until('ann hears', () => heard.ann.length === 2);
  check('bob does not hear himself', heard.bob.length === 1, heard.bob);
  // without a socket, by HTTP
  const outside = newClient();
  const sent = await outside.channel(name).httpSend('shout', { text: 'by http' });
  check('by http', sent.success === true, sent);
  await until('bob hears what came by http', () => heard.bob.length === 2);
  check('its words', heard.bob[1].payload.text === 'by http', heard.bob[1]);
  await ann.client.removeChannel(a);
  await bob.client.removeChannel(b);
}

async function presences({ ann, bob }) {
  const name = `lobby-${run}`;
  const a = ann.client.channel(name, { config: { presence: { key: 'ann' } } });
  const b = bob.client.channel(name, { config: { presence: { key: 'bob' } } });
  const joins = [];
  const leaves = [];
  a.on('presence', { event: 'join' }, ({ key }) => joins.push(key));
  a.on('presence', { event: 'leave' }, ({ key }) => leaves.push(key));
  b.on('presence', { event: 'sync' }, () => {});
  await subscribed(a);
  check('tracked', (await a.track({ mood: 'fine' })) === 'ok');
  await subscribed(b);
  check('tracked', (await b.track({ mood: 'busy' })) === 'ok');
  await until('both see both', () =>
    ['ann', 'bob'].every((key) => key in a.presenceState() && key in b.presenceState()));
  check('what was tracked', b.presenceState().ann[0].mood === 'fine', b.presenceState());
  await b.untrack();
  await until('bob has left', () => leaves.includes('bob') && !('bob' in a.presenceState()));
  check('the joins', joins.includes('ann') && joins.includes('bob'), joins);
  await ann.client.removeChannel(a);
  await bob.client.removeChannel(b);
}

async function privateChannels({ ann, bob }) {
  const name = `private-${ann.id}`;
  const heard = [];
  const mine = ann.client.channel(name, { config: { private: true } })
    .on('broadcast', { event: '*' }, (message) => heard.push(message));
  await subscribed(mine);
  const foreign = bob.client.channel(name, { config: { private: true } });
  const refused = await subscribed(foreign).then(() => null, (error) => error.message);
  check('others are refused', String(refused).includes('Unauthorized'), refused);
  await bob.client.removeChannel(foreign);
  const { error } = await ann.client.rpc('rt_send', { topic: name });
  assert.equal(error, null, JSON.stringify(error));
  await until('what the database sends is heard', () => heard.length === 1);
  check('its event', heard[0].event === 'from-sql' && heard[0].payload.a === 1, heard[0]);
  await ann.client.removeChannel(mine);
}

const users = await rowsOfOwners();
await anInsertInTheCallbackIsReceived(users);
await whatCannotBeSubscribedToIsSaid(users);
await broadcasts(users);
await presences(users);
await privateChannels(users);
await users.ann.client.removeAllChannels();
await users.bob.client.removeAllChannels();
console.log(`${passed} checks passed, vsn ${VSN}`);
process.exit(0);
