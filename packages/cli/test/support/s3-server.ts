import { request as ask, createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { tempDir } from '@dynamodb-migrate/test-tools';
import S3rver from 's3rver';

const bucket = 'migrations';

/** An S3 server with one bucket, `migrations`, and ways to let it fail. */
export interface S3Server {
  /** What a process needs in its environment to find it. */
  env: { [name: string]: string };
  /** Decides on the status of requests that are to fail; 0 lets one pass. */
  fault: (request: IncomingMessage) => number;
  /** Requests that came, such as `PUT /migrations/ci/runs/…`. */
  requests: string[];
  /** Names of the objects. */
  names(): Promise<string[]>;
  read(name: string): Promise<string>;
  write(name: string, text: string): Promise<void>;
  remove(name: string): Promise<void>;
  stop(): Promise<void>;
}

export async function startS3(): Promise<S3Server> {
  const s3 = new S3rver({
    directory: tempDir(),
    silent: true,
    vhostBuckets: false,
    configureBuckets: [{ name: bucket, configs: [] }],
  });
  await s3.configureBuckets();
  const inner = await listen(createServer(s3.callback()));
  const http = createServer((request, response) => {
    server.requests.push(`${request.method} ${request.url}`);
    const status = server.fault(request);
    if (status === 0) return void passOn(request, response, inner);
    request.resume();
    const code = status === 403 ? 'AccessDenied' : 'ServiceUnavailable';
    response.writeHead(status, { 'content-type': 'application/xml' });
    response.end(`<?xml version="1.0"?><Error><Code>${code}</Code><Message>${code}</Message></Error>`);
  });
  await listen(http);
  const endpoint = `http://127.0.0.1:${portOf(http)}`;
  const { S3Client, ListObjectsV2Command, GetObjectCommand, PutObjectCommand, DeleteObjectCommand } =
    require('@aws-sdk/client-s3') as typeof import('@aws-sdk/client-s3');
  const credentials = { accessKeyId: 'S3RVER', secretAccessKey: 'S3RVER' };
  const client = new S3Client({ endpoint, credentials, region: 'us-east-1', forcePathStyle: true, maxAttempts: 10 });

  const server: S3Server = {
    env: { AWS_ENDPOINT_URL_S3: endpoint, AWS_ACCESS_KEY_ID: 'S3RVER', AWS_SECRET_ACCESS_KEY: 'S3RVER' },
    fault: () => 0,
    requests: [],
    async names() {
      const { Contents = [] } = await client.send(new ListObjectsV2Command({ Bucket: bucket }));
      return Contents.map(({ Key }) => Key!);
    },
    async read(Key) {
      const { Body } = await client.send(new GetObjectCommand({ Bucket: bucket, Key }));
      return Body!.transformToString('latin1');
    },
    async write(Key, Body) {
      await client.send(new PutObjectCommand({ Bucket: bucket, Key, Body }));
    },
    async remove(Key) {
      await client.send(new DeleteObjectCommand({ Bucket: bucket, Key }));
    },
    async stop() {
      client.destroy();
      for (const one of [http, inner]) {
        one.closeAllConnections();
        await new Promise((resolve) => one.close(resolve));
      }
    },
  };
  return server;
}

/**
 * An object is replaced as a whole or not at all, and only under the conditions of the request, which s3rver does not see
 * to.
 */
async function passOn(request: IncomingMessage, response: ServerResponse, to: Server): Promise<void> {
  const body = await buffer(request).catch(() => undefined);
  if (!body) return;
  if (request.method !== 'PUT') return hand(request, response, to, body);
  // One after the other, so that nothing comes between a look and what it decides on.
  turn = turn.then(async () => {
    const error = await unmet(request, to);
    if (error) {
      response.writeHead(error.status, { 'content-type': 'application/xml' });
      response.end(`<?xml version="1.0"?><Error><Code>${error.code}</Code><Message>${error.code}</Message></Error>`);
    } else await hand(request, response, to, body);
  });
}

let turn: Promise<void> = Promise.resolve();

/** Why a conditional PutObject is not met. */
async function unmet(
  { url, headers }: IncomingMessage,
  to: Server,
): Promise<{ status: number; code: string } | undefined> {
  const { 'if-match': match, 'if-none-match': noneMatch } = headers;
  if (match === undefined && noneMatch === undefined) return undefined;
  const there = await fetch(`http://127.0.0.1:${portOf(to)}${url!.split('?')[0]}`, { method: 'HEAD' });
  if (match !== undefined && there.status === 404) return { status: 404, code: 'NoSuchKey' };
  const isMet = noneMatch === undefined ? there.headers.get('etag') === match : there.status === 404;
  return isMet ? undefined : { status: 412, code: 'PreconditionFailed' };
}

async function hand(request: IncomingMessage, response: ServerResponse, to: Server, body: Buffer): Promise<void> {
  const { method, url: path, headers } = request;
  await new Promise<void>((resolve) => {
    const asked = ask({ host: '127.0.0.1', port: portOf(to), method, path, headers }, (answer) => {
      response.writeHead(answer.statusCode!, answer.headers);
      answer.pipe(response);
      answer.on('end', resolve);
    });
    asked.on('error', () => {
      response.destroy();
      resolve();
    });
    asked.end(body);
  });
}

async function listen(server: Server): Promise<Server> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return server;
}

function portOf(server: Server): number {
  return (server.address() as AddressInfo).port;
}
