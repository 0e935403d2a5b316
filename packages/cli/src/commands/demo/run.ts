import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Item } from '@dynamodb-migrate/core';
import { type Local, parseTableSpec, startLocal } from '@dynamodb-migrate/local';
import type { Command } from '../../arguments/command';
import { paintFor } from '../../output/paint';
import { exitCodes } from '../../process/exit-codes';
import { home } from '../../process/home';
import type { DemoOptions } from './arguments';

const style = paintFor(process.stdout.isTTY);
const table = 'experiments';
const bin = path.join(home, 'bin/dynamodb-migrate.js');
const examples = path.join(home, 'examples');
const script = path.join(examples, 'add-acl.js');

/** Shows the main job on an embedded DynamoDB: a dry run, a preview, a live run, and how it is rolled back. */
export const demoCommand: Command<DemoOptions, number> = { run: show, report: (code) => code };

async function show(): Promise<number> {
  const file = path.join(examples, 'experiments.ndjson');
  // Of no use after the demo, like the table.
  const folder = mkdtempSync(path.join(tmpdir(), 'dynamodb-migrate-'));
  const local = await startLocal({ tables: [parseTableSpec(`${table}:id`)], seeds: [{ table, file }] });
  try {
    print(`An embedded DynamoDB runs at ${local.endpoint}, with a table ${style.bold(table)}.`);
    print(`\n${style.bold('The script')}, ${path.relative('', script)}\n`);
    print(style.dim(readFileSync(script, 'utf8').trimEnd().replace(/^/gm, '    ')));
    const before = await contents(local);
    heading('1. A dry run', 'every record goes through the script, nothing is written');
    let code = await migrate(local, folder, ['scan', `local/${table}`, script]);
    if (code !== exitCodes.done) return code;
    heading('2. A preview', 'the script gets a client whose writes go nowhere');
    code = await migrate(local, folder, ['scan', `local/${table}`, script, '--preview']);
    if (code !== exitCodes.done) return code;
    heading('3. The live run', 'the script gets a client that writes');
    code = await migrate(local, folder, ['scan', `local/${table}`, script, '--live']);
    if (code !== exitCodes.done) return code;
    print('');
    printChanges(before, await contents(local));
    heading('4. Rolled back', 'every record as it was, attribute for attribute');
    code = await migrate(local, folder, ['rollback', 'last', '--live']);
    if (code !== exitCodes.done) return code;
    print('');
    printChanges(before, await contents(local));
    heading('Now yours');
    print('  dynamodb-migrate local --table my-table:id           an embedded table to try scripts on');
    print('  dynamodb-migrate scan local/my-table my-script.js    your script on it, as a dry run');
    print('  dynamodb-migrate scan eu-west-1/my-table my-script.js --preview     then --live');
    return exitCodes.done;
  } finally {
    await local.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

function heading(title: string, rest?: string): void {
  print(`\n${style.bold(title)}${rest ? `: ${rest}` : ''}`);
}

function print(text: string): void {
  process.stdout.write(`${text}\n`);
}

function migrate({ endpoint }: Local, cwd: string, args: string[]): Promise<number> {
  const shown = args.map((arg) => (arg === script ? path.relative('', script) : arg));
  print(`\n  ${style.dim('$')} dynamodb-migrate ${shown.join(' ')}`);
  const child = spawn(process.execPath, [bin, ...args, '--endpoint', endpoint], { cwd, stdio: 'inherit' });
  return new Promise((resolve, reject) => {
    child.on('error', reject).on('close', (code) => resolve(code ?? exitCodes.failed));
  });
}

async function contents({ send }: Local): Promise<Item[]> {
  const { Items } = await send('Scan', { TableName: table });
  return Items.toSorted((a: any, b: any) => a.id.S.localeCompare(b.id.S));
}

function printChanges(before: Item[], after: Item[]): void {
  for (const [index, item] of after.entries()) {
    const changed = Object.keys(item).filter(
      (name) => JSON.stringify(item[name]) !== JSON.stringify(before[index]![name]),
    );
    const id = (item.id as { S: string }).S;
    if (changed.length === 0) print(`  ${id}  ${style.dim('as it was')}`);
    for (const name of changed) print(`  ${id}  ${style.green(`+ ${name} ${JSON.stringify(item[name])}`)}`);
  }
}
