import { spawn } from 'node:child_process';
import path from 'node:path';
import { limitVariable } from './time-limit';

const bin = path.join(__dirname, '../../bin/dynamodb-migrate.js');

export interface BinResult {
  ok: boolean;
  /** What was printed, on stdout and stderr. */
  output: string;
}

export interface BinOptions {
  /** What clients of DynamoDB find that name no endpoint. */
  endpoint: string;
  /** What it finds in `process.env` besides. */
  variables: object;
  /** Milliseconds that it may go without progress. */
  limit: number;
}

/** Runs a command in a process of its own, out of reach of AWS: credentials are fake. */
export function runBin(args: readonly string[], { endpoint, variables, limit }: BinOptions): Promise<BinResult> {
  const kept = Object.entries(process.env).filter(([name]) => !name.startsWith('AWS_'));
  const env = {
    ...Object.fromEntries(kept),
    AWS_ACCESS_KEY_ID: 'fake',
    AWS_SECRET_ACCESS_KEY: 'fake',
    AWS_EC2_METADATA_DISABLED: 'true',
    AWS_REGION: process.env.AWS_REGION ?? 'us-east-1',
    AWS_ENDPOINT_URL_DYNAMODB: endpoint,
    [limitVariable]: String(limit),
    ...variables,
  };
  const child = spawn(process.execPath, [bin, ...args, '--endpoint', endpoint], {
    env,
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  const chunks: Buffer[] = [];
  for (const stream of [child.stdout, child.stderr]) stream!.on('data', (chunk: Buffer) => chunks.push(chunk));
  // It keeps to the limit by itself, unless the script never lets it.
  const kill = () => {
    chunks.push(
      Buffer.from(`no sign of life for ${(2 * limit) / 1000} s: the script never waits, or never ends loading`),
    );
    child.kill('SIGKILL');
  };
  let patience = setTimeout(kill, 2 * limit);
  child.on('message', () => {
    clearTimeout(patience);
    patience = setTimeout(kill, 2 * limit);
  });
  return new Promise((resolve, reject) => {
    child.on('error', reject).on('close', (code) => {
      clearTimeout(patience);
      resolve({ ok: code === 0, output: Buffer.concat(chunks).toString().trimEnd() });
    });
  });
}
