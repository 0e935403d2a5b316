import { Agent, type IncomingMessage, request } from 'node:http';
import { crc32 } from 'node:zlib';
import { type Send, type SendOptions, ServiceError, type Wire } from '@dynamodb-migrate/core';

/** A door of one HTTP request per call, with a signature that local engines take without checking it. */
export function rawSend(endpoint: string): { send: Send; close(): void } {
  const agent = new Agent({ keepAlive: true, maxSockets: 50 });
  return {
    async send(operation, input, options = {}) {
      const { message, body } = await exchange(endpoint, agent, operation, JSON.stringify(input), options);
      return answer(message, body, options);
    },
    close: () => agent.destroy(),
  };
}

function exchange(endpoint: string, agent: Agent, operation: string, input: string, { signal }: SendOptions) {
  return new Promise<{ message: IncomingMessage; body: Buffer }>((resolve, reject) => {
    const fail = (error: NodeJS.ErrnoException) => {
      const name = signal?.aborted ? 'AbortError' : 'NetworkingError';
      reject(new ServiceError(name, error.message, { errno: error.code, cause: error }));
    };
    const headers = {
      host: new URL(endpoint).host,
      'content-type': 'application/x-amz-json-1.0',
      'content-length': Buffer.byteLength(input),
      'x-amz-target': `DynamoDB_20120810.${operation}`,
      'x-amz-date': '20200101T000000Z',
      authorization:
        'AWS4-HMAC-SHA256 Credential=fake/20200101/us-east-1/dynamodb/aws4_request, SignedHeaders=host, Signature=0',
    };
    request(endpoint, { method: 'POST', agent, headers, signal }, (message) => {
      const chunks: Buffer[] = [];
      message
        .on('data', (chunk) => chunks.push(chunk))
        .on('end', () => resolve({ message, body: Buffer.concat(chunks) }))
        .on('error', fail);
    })
      .on('error', fail)
      .end(input);
  });
}

function answer(message: IncomingMessage, body: Buffer, { onResponse }: SendOptions): Wire {
  const statusCode = message.statusCode!;
  const headers = message.headers as { [name: string]: string };
  const requestId = headers['x-amzn-requestid'];
  const checksum = headers['x-amz-crc32'];
  if (checksum !== undefined && Number(checksum) !== crc32(body)) {
    throw new ServiceError('CRC32CheckFailed', 'The checksum of the response is wrong', { statusCode, requestId });
  }
  const output = parse(body, statusCode, requestId);
  if (statusCode >= 300) {
    const name = String(output.__type).split('#').pop()!;
    const text = output.message ?? output.Message ?? '';
    throw new ServiceError(name, text, { statusCode, requestId, headers, body: output });
  }
  onResponse?.({ statusCode, headers, attempts: 1 });
  return output;
}

function parse(body: Buffer, statusCode: number, requestId: string | undefined): Wire {
  try {
    return JSON.parse(body.toString());
  } catch (cause) {
    throw new ServiceError('InvalidResponse', 'The response is not JSON', { statusCode, requestId, cause });
  }
}
