// Every row of the identity interface that auth-js touches or production expects, through the
// published client, with its main refusals. One line per check; the first failure ends it.
//
//   BASE_URL=http://localhost:8000 ANON_KEY=… SERVICE_KEY=… node auth-everything.mjs [section …]
//
// Without sections all of them run. MAIL_URL is the mail catcher's; PROVIDER_PORT the port where the
// platform expects the provider "acme" and the hook send_sms, which this program plays. The settings
// that it takes are those of AuthEverythingIT.
import assert from 'node:assert/strict';
import { checked } from './auth/kit.mjs';
import { close, open } from './auth/provider.mjs';

const SECTIONS = [
  'about',
  'sessions',
  'user',
  'admin',
  'factors',
  'passkeys',
  'providers',
  'off',
  'mail',
  'pkce',
  'invitations',
  'phone',
  'operations',
];

const wanted = process.argv.length > 2 ? process.argv.slice(2) : SECTIONS;
const unknown = wanted.filter((name) => !SECTIONS.includes(name));
assert.deepEqual(unknown, [], `sections are ${SECTIONS.join(', ')}`);

await open();
for (const name of wanted) {
  console.log(`# ${name}`);
  const { default: section } = await import(`./auth/sections/${name}.mjs`);
  await section();
}
close();
console.log(`${checked()} checks passed`);
