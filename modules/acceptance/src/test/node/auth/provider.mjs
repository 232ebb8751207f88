// An OpenID Connect provider with a real key, which agrees to everything, and beside it the operator's
// hook that sends messages to phones. PROVIDER_PORT is where the platform was told to look for both.
import { createHash, createSign, generateKeyPairSync, randomUUID } from 'node:crypto';
import { createServer } from 'node:http';

export const CLIENT_ID = 'acceptance';
export const CLIENT_SECRET = 'acceptance-secret';
const PORT = Number(process.env.PROVIDER_PORT ?? 0);

const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
const codes = new Map();
const messages = [];

/** Who agrees at the next visit. */
export const visitor = { sub: '', email: '', email_verified: true };

export function issuer() {
  return `http://127.0.0.1:${PORT}`;
}

/** Codes that were sent to a phone, the newest last. */
export function messagesTo(phone) {
  return messages.filter((message) => message.phone === phone);
}

export function idToken(person, more = {}) {
  const now = Math.floor(Date.now() / 1000);
  const part = (json) => Buffer.from(JSON.stringify(json)).toString('base64url');
  const signed = `${part({ alg: 'RS256', kid: 'acceptance' })}.${part({
    iss: issuer(),
    aud: CLIENT_ID,
    iat: now,
    exp: now + 300,
    name: 'Acceptance Person',
    ...person,
    ...more,
  })}`;
  return `${signed}.${createSign('RSA-SHA256').update(signed).sign(privateKey, 'base64url')}`;
}

async function bodyOf(request) {
  const chunks = [];
  for await (const chunk of request) chunks.push(chunk);
  return Buffer.concat(chunks).toString('utf8');
}

const routes = {
  '/.well-known/openid-configuration': () => ({
    issuer: issuer(),
    authorization_endpoint: `${issuer()}/authorize`,
    token_endpoint: `${issuer()}/token`,
    jwks_uri: `${issuer()}/keys`,
  }),
  '/keys': () => ({
    keys: [{ ...publicKey.export({ format: 'jwk' }), kid: 'acceptance', alg: 'RS256', use: 'sig' }],
  }),
  '/authorize': (url) => {
    const query = url.searchParams;
    const code = randomUUID();
    codes.set(code, {
      person: { ...visitor },
      nonce: query.get('nonce'),
      challenge: query.get('code_challenge'),
    });
    const back = new URL(query.get('redirect_uri'));
    back.searchParams.set('code', code);
    back.searchParams.set('state', query.get('state'));
    return { location: back.href };
  },
  '/token': async (url, request) => {
    const form = new URLSearchParams(await bodyOf(request));
    const visit = codes.get(form.get('code'));
    codes.delete(form.get('code'));
    const basic = Buffer.from(`${CLIENT_ID}:${CLIENT_SECRET}`).toString('base64');
    const verifier = createHash('sha256').update(form.get('code_verifier') ?? '');
    if (
      !visit ||
      request.headers.authorization !== `Basic ${basic}` ||
      verifier.digest('base64url') !== visit.challenge
    ) {
      return { status: 400, error: 'invalid_grant' };
    }
    return {
      access_token: `access-${randomUUID()}`,
      refresh_token: `refresh-${randomUUID()}`,
      token_type: 'Bearer',
      id_token: idToken(visit.person, { nonce: visit.nonce }),
    };
  },
  '/hooks/send-sms': async (url, request) => {
    const { user, sms } = JSON.parse(await bodyOf(request));
    messages.push({ phone: (sms.phone ?? user.phone).replace('+', ''), code: sms.otp });
    return {};
  },
};

const server = createServer(async (request, response) => {
  const url = new URL(request.url, issuer());
  const route = routes[url.pathname];
  const { location, status = route ? 200 : 404, ...json } = route ? await route(url, request) : {};
  response.writeHead(location ? 302 : status, {
    'Content-Type': 'application/json',
    ...(location ? { Location: location } : {}),
  });
  response.end(JSON.stringify(json));
});

export async function open() {
  if (PORT) await new Promise((go) => server.listen(PORT, '127.0.0.1', go));
}

export function close() {
  server.close();
  server.closeAllConnections();
}
