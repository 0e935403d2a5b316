import { spawnSync } from 'node:child_process';
import type { Send } from '@dynamodb-migrate/core';
import { type Engine, targetOf } from './engine';
import { startJava } from './java-process';
import { endpointOfTheRun, inTurn } from './of-the-run';
import { rawSend } from './raw-send';

/** Whether a Java runtime is there to run DynamoDB Local on. */
export function hasJava(): boolean {
  return spawnSync('java', ['-version']).status === 0;
}

/** Amazon's DynamoDB Local (the build of 2020) in memory on a free port, one database for all regions and keys. */
export async function startDynamoDBLocal(): Promise<Engine> {
  const { endpoint, stop } = await startJava();
  return engineAt(endpoint, stop);
}

const changesTables = new Set(['CreateTable', 'DeleteTable']);

/**
 * The DynamoDB Local that all test files of this run of jest share: names of tables must be their own. Those that were
 * made through `send` are deleted when it is stopped.
 */
export async function sharedDynamoDBLocal(): Promise<Engine> {
  const endpoint = await endpointOfTheRun();
  if (endpoint === undefined) return startDynamoDBLocal();
  const made = new Set<string>();
  const engine = engineAt(endpoint, async () => {
    for (const TableName of made) await send('DeleteTable', { TableName }).catch(() => {});
  });
  const send: Send = async (operation, input, options) => {
    const sent = () => engine.send(operation, input, options);
    const output = await (changesTables.has(operation) ? inTurn(sent) : sent());
    if (operation === 'CreateTable') made.add(input.TableName);
    return output;
  };
  return { ...engine, send };
}

function engineAt(endpoint: string, stop = async () => {}): Engine {
  const { send, close } = rawSend(endpoint);
  return {
    name: 'DynamoDB Local',
    endpoint,
    target: targetOf(endpoint),
    send,
    emptyStrings: false,
    transactions: true,
    async stop() {
      await stop();
      close();
    },
  };
}
