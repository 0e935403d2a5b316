import type { ServerResponse } from 'node:http';
import type { Wire } from '@dynamodb-migrate/core';

export interface Answer {
  statusCode: number;
  headers: { [name: string]: string };
  body: Buffer;
}

/** One request that came in, and the means to deal with it. */
export interface Exchange {
  readonly operation: string;
  readonly input: Wire;
  /** Asks the engine. */
  forward(): Promise<Answer>;
  reply(answer: Answer): void;
  /** Sends status and headers alone; `write` and `end` send the rest. */
  head(answer: Answer): void;
  write(chunk: Buffer): void;
  end(): void;
  /** Ends the connection with a TCP reset. */
  reset(): void;
}

export function exchangeOf(
  operation: string,
  input: Wire,
  forward: Exchange['forward'],
  response: ServerResponse,
): Exchange {
  const head = ({ statusCode, headers }: Answer) => void response.writeHead(statusCode, headers);
  return {
    operation,
    input,
    forward,
    head,
    write: (chunk) => void response.write(chunk),
    end: () => void response.end(),
    reset: () => void response.socket?.resetAndDestroy(),
    reply(answer) {
      head({ ...answer, headers: { ...answer.headers, 'content-length': String(answer.body.length) } });
      response.end(answer.body);
    },
  };
}
