// What users hold in their hands: an authenticator app, and a security key behind a browser.
import {
  createHash,
  createHmac,
  createSign,
  generateKeyPairSync,
  randomBytes,
} from 'node:crypto';
import { SITE } from './kit.mjs';

/** The six digits that an app shows (RFC 6238), now or some steps later. */
export function totp(secret, steps = 0) {
  let bits = '';
  for (const c of secret) {
    bits += 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(c).toString(2).padStart(5, '0');
  }
  const key = Buffer.from(bits.match(/.{8}/g).map((byte) => parseInt(byte, 2)));
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(Math.floor(Date.now() / 30000) + steps));
  const hash = createHmac('sha1', key).update(counter).digest();
  const number = hash.readUInt32BE(hash[19] & 15) & 0x7fffffff;
  return String(number % 1000000).padStart(6, '0');
}

const base64url = (bytes) => Buffer.from(bytes).toString('base64url');
const sha256 = (bytes) => createHash('sha256').update(bytes).digest();

/** As much of CBOR as an attestation takes. */
function cbor(value) {
  const head = (type, length) =>
    length < 24
      ? Buffer.from([(type << 5) | length])
      : length < 256
        ? Buffer.from([(type << 5) | 24, length])
        : Buffer.from([(type << 5) | 25, length >> 8, length & 255]);
  if (typeof value === 'number') return value < 0 ? head(1, -1 - value) : head(0, value);
  if (typeof value === 'string') return Buffer.concat([head(3, value.length), Buffer.from(value)]);
  if (Buffer.isBuffer(value)) return Buffer.concat([head(2, value.length), value]);
  return Buffer.concat([head(5, value.size), ...[...value].flat().map(cbor)]);
}

/** ES256, attestation "none", a counter. What it answers has a toJSON, as in today's browsers. */
export class SecurityKey {
  constructor(origin = SITE) {
    this.origin = origin;
    this.id = randomBytes(32);
    this.counter = 0;
    this.keys = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  }

  clientData(type, challenge) {
    const text = typeof challenge === 'string' ? challenge : base64url(challenge);
    return Buffer.from(JSON.stringify({ type, challenge: text, origin: this.origin }));
  }

  authenticatorData(rpId, flags, more = Buffer.alloc(0)) {
    const counter = Buffer.alloc(4);
    counter.writeUInt32BE(this.counter);
    return Buffer.concat([sha256(rpId), Buffer.from([flags]), counter, more]);
  }

  create(options) {
    const handle = options.user.id;
    this.handle = typeof handle === 'string' ? handle : base64url(handle);
    const { x, y } = this.keys.publicKey.export({ format: 'jwk' });
    const publicKey = cbor(
      new Map([
        [1, 2],
        [3, -7],
        [-1, 1],
        [-2, Buffer.from(x, 'base64url')],
        [-3, Buffer.from(y, 'base64url')],
      ]),
    );
    const attested = Buffer.concat([
      Buffer.alloc(16),
      Buffer.from([0, this.id.length]),
      this.id,
      publicKey,
    ]);
    return this.credential({
      clientDataJSON: base64url(this.clientData('webauthn.create', options.challenge)),
      attestationObject: base64url(
        cbor(
          new Map([
            ['fmt', 'none'],
            ['attStmt', new Map()],
            ['authData', this.authenticatorData(options.rp.id, 0x45, attested)],
          ]),
        ),
      ),
    });
  }

  get(options) {
    this.counter += 1;
    const client = this.clientData('webauthn.get', options.challenge);
    const authenticator = this.authenticatorData(options.rpId, 0x05);
    const signature = createSign('sha256')
      .update(authenticator)
      .update(sha256(client))
      .sign(this.keys.privateKey);
    return this.credential({
      clientDataJSON: base64url(client),
      authenticatorData: base64url(authenticator),
      signature: base64url(signature),
      userHandle: this.handle,
    });
  }

  credential(response) {
    const json = {
      id: base64url(this.id),
      rawId: base64url(this.id),
      type: 'public-key',
      clientExtensionResults: {},
      response,
    };
    return { ...json, toJSON: () => json };
  }
}
