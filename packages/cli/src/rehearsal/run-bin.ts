import { spawn } from 'node:child_process';
import path from 'node:path';

const bin = path.join(__dirname, '../../bin/dynamodb-migrate.js');

export interface BinResult {
  ok: boolean;
  /** What was printed, on stdout and stderr. */
  output: string;
}

/**
 * Runs a command in a process of its own, out of reach of AWS: credentials are fake, and clients of DynamoDB that name no
 * endpoint find `endpoint`.
 */
export function runBin(args: readonly string[], endpoint: string, variables: object): Promise<BinResult> {
  const kept = Object.entries(process.env).filter(([name]) => !name.startsWith('AWS_'));
  const env = {
    ...Object.fromEntries(kept),
    AWS_ACCESS_KEY_ID: 'fake',
    AWS_SECRET_ACCESS_KEY: 'fake',
    AWS_EC2_METADATA_DISABLED: 'true',
    AWS_REGION: process.env.AWS_REGION ?? 'us-east-1',
    AWS_ENDPOINT_URL_DYNAMODB: endpoint,
    ...variables,
  };
  const child = spawn(process.execPath, [bin, ...args, '--endpoint', endpoint], {
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const chunks: Buffer[] = [];
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => chunks.push(chunk));
  return new Promise((resolve, reject) => {
    child.on('error', reject).on('close', (code) => {
      resolve({ ok: code === 0, output: Buffer.concat(chunks).toString().trimEnd() });
    });
  });
}
