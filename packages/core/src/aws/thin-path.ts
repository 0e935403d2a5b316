import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { Send, SendOptions, Target, Wire } from '../send/send';
import { ServiceError } from '../send/service-error';
import { decode } from './decode';
import { exchange, type HttpAnswer } from './http';
import { atTheDoor } from './sdk-path';

/** A request as the SDK addressed and signed it. */
export interface SdkRequest {
  protocol: string;
  hostname: string;
  port?: number;
  path: string;
  headers: { [name: string]: string };
}

interface Signer {
  sign(request: object, options: { signingDate: Date }): Promise<{ headers: { [name: string]: string } }>;
}

/**
 * One attempt of an operation on items, past the SDK's middleware: addressed like `sample`, a request that the SDK
 * itself made, signed by the SDK's signer with the client's credentials.
 */
export function thinPath(client: DynamoDBClient, { idleTimeout = 5000 }: Target, sample: SdkRequest): Send {
  const { protocol, hostname, port, path } = sample;
  const headers = {
    host: port ? `${hostname}:${port}` : hostname,
    'content-type': 'application/x-amz-json-1.0',
    'user-agent': sample.headers['user-agent']!,
  };
  const HttpRequest = sample.constructor as new (request: object) => object;
  const clock = client.config as unknown as { systemClockOffset: number };
  let signer: Promise<Signer> | undefined;

  return async (operation, input, options: SendOptions = {}) => {
    const body = JSON.stringify(input);
    const signingDate = new Date(Date.now() + clock.systemClockOffset);
    let answer: HttpAnswer;
    try {
      signer ??= (client.config.signer as unknown as () => Promise<Signer>)();
      const unsigned = new HttpRequest({
        ...{ method: 'POST', protocol, hostname, port, path, query: {}, body },
        headers: { ...headers, 'x-amz-target': `DynamoDB_20120810.${operation}` },
      });
      const signed = await (await signer).sign(unsigned, { signingDate });
      const { signal } = options;
      answer = await exchange({ protocol, hostname, port, path, body, headers: signed.headers, idleTimeout, signal });
    } catch (error) {
      throw atTheDoor(error);
    }
    const output = decodeAt(answer, clock);
    options.onResponse?.({ statusCode: answer.statusCode, headers: answer.headers, attempts: 1 });
    return output;
  };
}

// A clock that is off by minutes makes every signature invalid; the service's own time says by how much.
const skewed = 4 * 60_000;

function decodeAt(answer: HttpAnswer, clock: { systemClockOffset: number }): Wire {
  try {
    return decode(answer);
  } catch (error) {
    const serviceTime = Date.parse(answer.headers.date ?? '');
    if (error instanceof ServiceError && Math.abs(serviceTime - Date.now() - clock.systemClockOffset) > skewed) {
      clock.systemClockOffset = serviceTime - Date.now();
      error.retryable = true;
    }
    throw error;
  }
}
