import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type JavaProcess, startJava } from './java-process';

const variable = 'DYNAMODB_LOCAL_OF_THE_RUN';

let desk: Server | undefined;
let java: Promise<JavaProcess> | undefined;

/** In jest's own process: gives the workers one DynamoDB Local, which is started when one first asks for it. */
export async function offerDynamoDBLocal(): Promise<void> {
  desk = createServer(async (_, response) => {
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
