import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { crc32 } from 'node:zlib';
import { MigrateError, type Send, ServiceError, type Wire } from '@dynamodb-migrate/core';

const maxBody = 16 * 1024 * 1024;

/** Serves a door over HTTP as DynamoDB does. Rejects with `PORT_UNAVAILABLE`. */
export function serve(send: Send, port: number, host: string): Promise<Server> {
  const server = createServer((request, response) => {
    reply(send, request, response).catch(() => response.destroy());
  });
  return new Promise((resolve, reject) => {
    server.once('error', (error) => reject(unavailable(port, error)));
    server.listen(port, host, () => resolve(server));
  });
}

async function reply(send: Send, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const body = await read(request);
  const { statusCode, output } = body
    ? await answer(send, request, body)
    : { statusCode: 413, output: { __type: 'com.amazon.coral.service#RequestEntityTooLargeException' } };
  const text = Buffer.from(JSON.stringify(output));
  response.writeHead(statusCode, {
    'content-type': 'application/x-amz-json-1.0',
    'content-length': text.length,
    'x-amzn-requestid': randomUUID(),
    'x-amz-crc32': crc32(text),
  });
  response.end(text);
}

/** The whole body; undefined when it is too large. */
async function read(request: IncomingMessage): Promise<Buffer | undefined> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of request) {
    length += chunk.length;
    if (length <= maxBody) chunks.push(chunk);
  }
  return length <= maxBody ? Buffer.concat(chunks) : undefined;
}

async function answer(send: Send, { headers }: IncomingMessage, body: Buffer) {
  const [, operation] = /^DynamoDB_20120810\.(\w+)$/.exec(String(headers['x-amz-target'])) ?? [];
  if (!operation) return fault('UnknownOperationException');
  if (!headers.authorization) {
    return fault('MissingAuthenticationTokenException', 'Request is missing Authentication Token');
  }
  let input: Wire;
  try {
    input = JSON.parse(body.toString());
  } catch {
    return fault('SerializationException');
  }
  try {
    return { statusCode: 200, output: await send(operation, input) };
  } catch (error) {
    return refused(error as Error);
  }
}

function refused(error: Error): { statusCode: number; output: Wire } {
  if (error instanceof MigrateError) return fault('ValidationException', error.message);
  if (!(error instanceof ServiceError)) throw error;
  const { name, message, statusCode = 500, body = fault(name, message).output } = error;
  return { statusCode, output: body };
}

function fault(name: string, message?: string): { statusCode: number; output: Wire } {
  return { statusCode: 400, output: { __type: `com.amazon.coral.service#${name}`, message } };
}

function unavailable(port: number, error: NodeJS.ErrnoException): MigrateError {
  const reasons: { [code: string]: string } = {
    EADDRINUSE: 'is in use',
    EACCES: 'needs more rights than this process has',
  };
  const reason = reasons[error.code!] ?? `cannot be listened on: ${error.message}`;
  return new MigrateError('PORT_UNAVAILABLE', `Port ${port} ${reason}`, {
    cause: error,
    hint: 'Choose another one with --port, or stop what listens there.',
  });
}
