// The mail catcher's view of a mailbox, and what of a mail matters: its link and its code.
import { MAIL_URL, eventually } from './kit.mjs';

const seen = new Set();

/** The next mail to the address that nobody has read yet. */
export async function nextMail(address) {
  return eventually(`a mail to ${address}`, async () => {
    const answer = await fetch(
      `${MAIL_URL}/api/user/${encodeURIComponent(address)}/messages/INBOX`,
    );
    if (!answer.ok) return undefined;
    for (const mail of await answer.json()) {
      const id = mail['Message-ID'];
      if (!seen.has(id)) {
        seen.add(id);
        return parsed(mail);
      }
    }
    return undefined;
  });
}

function parsed(mail) {
  const text = decoded(mail.mimeMessage).replaceAll('&amp;', '&');
  const link = text.match(/https?:\/\/[^\s"'<>]+\/verify\?[^\s"'<>]+/)?.[0];
  // digits that stand for themselves, in no address and no header
  const body = text.slice(text.search(/\r?\n\r?\n/)).replaceAll(/https?:\/\/\S+/g, '');
  return { subject: mail.subject, text, link, code: body.match(/(?<![\w#-])\d{6}(?![\w-])/)?.[0] };
}

/** Every part of a MIME message as text, whichever way it was encoded. */
function decoded(mime) {
  const boundary = mime.match(/boundary="?([^"\r\n;]+)"?/)?.[1];
  const parts = boundary ? mime.split(`--${boundary}`) : [mime];
  return parts
    .map((part) => {
      const end = part.search(/\r?\n\r?\n/);
      if (end < 0) return part;
      const head = part.slice(0, end);
      const body = part.slice(end);
      if (/content-transfer-encoding:\s*base64/i.test(head) && !/multipart/i.test(head)) {
        return `${head}\n\n${Buffer.from(body, 'base64').toString('utf8')}`;
      }
      if (/content-transfer-encoding:\s*quoted-printable/i.test(head)) {
        return `${head}\n\n${unquoted(body)}`;
      }
      return part;
    })
    .join('\n');
}

function unquoted(text) {
  const bytes = text
    .replaceAll(/=\r?\n/g, '')
    .replaceAll(/=([0-9A-Fa-f]{2})/g, (_, hex) => String.fromCharCode(parseInt(hex, 16)));
  return Buffer.from(bytes, 'latin1').toString('utf8');
}
