import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { Send, SendOptions, Target, Wire } from '../send/send';
import { ServiceError } from '../send/service-error';
import { type Clock, setClock } from './clock';
import { decode } from './decode';
import { exchange, headerLines } from './http';
import type { HttpAnswer } from './response-reader';
import { atTheDoor } from './sdk-path';
import { type Credentials, createSigner, type Sign, type SigningScope } from './sign';

/** A request as the SDK addressed and signed it. */
export interface SdkRequest {
  protocol: string;
  hostname: string;
  port?: number;
  path: string;
  query?: { [name: string]: unknown };
  headers: { [name: string]: string };
  /** Address of the proxy to go through. */
  proxy?: string | undefined;
}

// Credentials are asked for once a second at most: the SDK's memory of them takes several promises to answer.
const held = 1000;

/**
 * One attempt of an operation on items, past the SDK's middleware: addressed like `sample`, a request that the SDK
 * itself made, and signed with the client's credentials for what that was signed for. Undefined when the sample is not
 * of the kind that can be made here.
 */
export function thinPath(client: DynamoDBClient, { idleTimeout = 5000 }: Target, sample: SdkRequest): Send | undefined {
  const { protocol, hostname, port, path, headers, query = {}, proxy } = sample;
  const scope = scopeOf(headers.authorization);
  if (!scope || path !== '/' || Object.keys(query).length > 0) return undefined;
  const host = headers.host!;
  const origin = { protocol, hostname, port, proxy };
  const userAgent = headerLines({ 'user-agent': headers['user-agent']! });
  const clock = client.config as unknown as Clock;
  let credentials: Credentials | undefined;
  let sign: Sign | undefined;
  let askedAt = Number.NEGATIVE_INFINITY;

  const renewSign = async (time: number): Promise<Sign> => {
    const given = await client.config.credentials();
    if (given !== credentials || !sign) {
      // A token with a line break would end its header.
      headerLines({ 'x-amz-security-token': given.sessionToken ?? '', authorization: given.accessKeyId });
      sign = createSigner(host, scope, given);
      credentials = given;
    }
    askedAt = time;
    return sign;
  };

  return (operation, input, options) => {
    const body = options?.spelled?.input === input ? options.spelled.text : JSON.stringify(input);
    let ahead = 0;
    const attempt = (sign: Sign) => {
      ahead = clock.systemClockOffset;
      const head = sign(operation, body, Date.now() + ahead) + userAgent;
      return exchange({ origin, path, head, body, idleTimeout, signal: options?.signal, permit: options?.permit });
    };
    const receive = (answer: HttpAnswer) => {
      // An error may be of the credentials.
      if (answer.statusCode >= 300) askedAt = Number.NEGATIVE_INFINITY;
      const output = decodeAt(answer, clock, ahead, options);
      options?.onResponse?.({ statusCode: answer.statusCode, headers: answer.headers, attempts: 1 });
      return output;
    };
    const time = Date.now();
    const answered = sign && Math.abs(time - askedAt) < held ? attempt(sign) : renewSign(time).then(attempt);
    return answered.then(receive, fail);
  };
}

/** What a request was signed for; undefined when by other means than Signature Version 4. */
function scopeOf(authorization = ''): SigningScope | undefined {
  const [, region, service] =
    /^AWS4-HMAC-SHA256 Credential=[^,]+\/\d{8}\/([^/]+)\/([^/]+)\/aws4_request,/.exec(authorization) ?? [];
  return region && service ? { region, service } : undefined;
}

function decodeAt(answer: HttpAnswer, clock: Clock, ahead: number, options: SendOptions | undefined): Wire {
  try {
    return decode(answer, options);
  } catch (error) {
    if (error instanceof ServiceError) setClock(clock, error, ahead);
    throw error;
  }
}

function fail(error: unknown): never {
  throw atTheDoor(error);
}
