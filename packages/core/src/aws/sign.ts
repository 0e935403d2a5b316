import { createHmac, hash } from 'node:crypto';

export interface Credentials {
  accessKeyId: string;
  secretAccessKey: string;
  sessionToken?: string;
}

/** What signatures are valid for. */
export interface SigningScope {
  region: string;
  service: string;
}

/**
 * Gives the header lines that sign a POST to `/`: the named headers themselves, `x-amz-date` and `authorization`.
 * `time` in milliseconds.
 */
export type Sign = (operation: string, body: string, time: number) => string;

const contentType = 'application/x-amz-json-1.0';

/**
 * Signs requests of DynamoDB's protocol for one host with one set of credentials, by Signature Version 4.
 *
 * The SDK's own signer stays in use for all other operations and is what this one is tested against. It takes some 30 µs
 * for each request, as it knows nothing of the next one. Here all requests are alike but for operation, body and time,
 * so the key is derived once a day and the date is spelled once a second, which leaves 4 µs.
 */
export function createSigner(host: string, { region, service }: SigningScope, credentials: Credentials): Sign {
  const { accessKeyId, secretAccessKey, sessionToken } = credentials;
  const names = `content-type;host;x-amz-date;${sessionToken ? 'x-amz-security-token;' : ''}x-amz-target`;
  const fixed = `content-type:${contentType}\nhost:${host}\nx-amz-date:`;
  const token = sessionToken ? `x-amz-security-token:${sessionToken}\n` : '';
  let second = Number.NaN;
  let date = '';
  let day = '';
  let key: Buffer | undefined;
  let scope = '';

  const setTime = (time: number) => {
    const now = Math.floor(time / 1000);
    if (now === second) return;
    second = now;
    date = `${new Date(now * 1000).toISOString().slice(0, 19).replace(/[-:]/g, '')}Z`;
    if (date.startsWith(day) && key) return;
    day = date.slice(0, 8);
    scope = `${day}/${region}/${service}/aws4_request`;
    const parts = [day, region, service, 'aws4_request'];
    key = parts.reduce<Buffer>((last, part) => hmac(last, part).digest(), Buffer.from(`AWS4${secretAccessKey}`));
  };

  return (operation, body, time) => {
    setTime(time);
    const target = `DynamoDB_20120810.${operation}`;
    const headers = `${fixed}${date}\n${token}x-amz-target:${target}\n`;
    const request = `POST\n/\n\n${headers}\n${names}\n${hash('sha256', body)}`;
    const text = `AWS4-HMAC-SHA256\n${date}\n${scope}\n${hash('sha256', request)}`;
    const signature = hmac(key!, text).digest('hex');
    const credential = `Credential=${accessKeyId}/${scope}, SignedHeaders=${names}, Signature=${signature}`;
    const signed = `host: ${host}\r\ncontent-type: ${contentType}\r\nx-amz-target: ${target}\r\nx-amz-date: ${date}\r\n`;
    const tokenLine = sessionToken ? `x-amz-security-token: ${sessionToken}\r\n` : '';
    return `${signed}${tokenLine}authorization: AWS4-HMAC-SHA256 ${credential}\r\n`;
  };
}

function hmac(key: Buffer, text: string) {
  return createHmac('sha256', key).update(text);
}
