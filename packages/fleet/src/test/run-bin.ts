import { spawn } from 'node:child_process';

export interface BinResult {
  ok: boolean;
  /** What was printed, on stdout and stderr. */
  output: string;
}

/** The command line, which gives each run of a script a process of its own. */
export interface Program {
  /** Path of the bin. */
  file: string;
  /** The variable that tells a run how many milliseconds it may go without progress. */
  limitVariable: string;
}

export interface BinOptions {
  program: Program;
  /** What clients of DynamoDB find that name no endpoint. */
  endpoint: string;
  /** What it finds in `process.env` besides. */
  variables: object;
  /** Milliseconds that it may go without progress. */
  limit: number;
}

/** Runs a command in a process of its own, out of reach of AWS: credentials are fake. */
export function runBin(
  args: readonly string[],
  { program, endpoint, variables, limit }: BinOptions,
): Promise<BinResult> {
  const kept = Object.entries(process.env).filter(([name]) => !name.startsWith('AWS_') && name !== 'FORCE_COLOR');
  const env = {
    ...Object.fromEntries(kept),
    AWS_ACCESS_KEY_ID: 'fake',
    AWS_SECRET_ACCESS_KEY: 'fake',
    AWS_EC2_METADATA_DISABLED: 'true',
    AWS_REGION: process.env.AWS_REGION ?? 'us-east-1',
    AWS_ENDPOINT_URL_DYNAMODB: endpoint,
    [program.limitVariable]: String(limit),
    ...variables,
  };
  const child = spawn(process.execPath, [program.file, ...args, '--endpoint', endpoint], {
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
