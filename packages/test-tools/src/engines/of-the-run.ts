import { once } from 'node:events';
import { createServer, get, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type JavaProcess, startJava } from './java-process';

const variable = 'DYNAMODB_LOCAL_OF_THE_RUN';

let desk: Server | undefined;
let java: Promise<JavaProcess> | undefined;
let turn: Promise<unknown> = Promise.resolve();

/** In jest's own process: gives the workers one DynamoDB Local, which is started when one first asks for it. */
export async function offerDynamoDBLocal(): Promise<void> {
  desk = createServer(async ({ url }, response) => {
    if (url === '/turn') return giveTurn(response);
    java ??= startJava();
    try {
      response.end((await java).endpoint);
    } catch (error) {
      response.writeHead(500).end(String(error));
    }
  });
  desk.listen(0, '127.0.0.1').unref();
  await once(desk, 'listening');
  process.env[variable] = `http://127.0.0.1:${(desk.address() as AddressInfo).port}`;
}

/** Begins to answer when it is the asker's turn, which lasts until the connection is closed. */
function giveTurn(response: ServerResponse): void {
  const closed = once(response, 'close');
  turn = turn.then(() => {
    if (response.destroyed) return;
    response.flushHeaders();
    return closed;
  });
}

/** In jest's own process, after all tests. */
export async function endDynamoDBLocal(): Promise<void> {
  delete process.env[variable];
  desk?.close();
  desk?.closeAllConnections();
  const started = java;
  java = undefined;
  await started?.then(({ stop }) => stop()).catch(() => {});
}

/** In a test: where it listens; undefined when nobody offers one. */
export async function endpointOfTheRun(): Promise<string | undefined> {
  const asked = process.env[variable];
  if (asked === undefined) return undefined;
  const response = await fetch(asked, { headers: { connection: 'close' } });
  const text = await response.text();
  if (!response.ok) throw new Error(text);
  return text;
}

/**
 * In a test: does work on the tables of the run's DynamoDB Local while no other test does. It answers `InternalFailure` to a
 * CreateTable that another change of tables overlaps.
 */
export async function inTurn<T>(work: () => Promise<T>): Promise<T> {
  const asked = get(`${process.env[variable]}/turn`, { agent: false });
  asked.on('error', () => {});
  await once(asked, 'response');
  try {
    return await work();
  } finally {
    asked.destroy();
  }
}
