import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';
import { type BinOptions, createTable, dump, runBin, seed, tempDir, writeFiles } from '@dynamodb-migrate/test-tools';
import { addAuth, givenFleet, names, useDynalite } from './deploy/given';

// Files cannot grow beyond a limit, which does to each of them, at whichever byte, what a full disk does.

const engine = useDynalite();

/** A Node whose files end at some bytes, in blocks of 512 or 1024. */
function nodeWith(blocks: number, redirect = ''): string {
  const file = path.join(tempDir(), 'node');
  writeFileSync(file, `#!/bin/bash\ntrap '' XFSZ\nulimit -f ${blocks}\nexec "${process.execPath}" "$@" ${redirect}\n`);
  chmodSync(file, 0o755);
  return file;
}

const run = (blocks: number, args: string[], options: BinOptions = {}) =>
  runBin(args, { ...options, node: nodeWith(blocks) });

const limits = [0, 1, 2, 3, 5];
const sentence = /^error: [^\n]+\n( {2}[^\n]+\n)?$/;

/** All files below a folder but those of runs, by name. */
function filesIn(dir: string): { [name: string]: string } {
  const all = readdirSync(dir, { recursive: true, withFileTypes: true });
  const paths = all.filter((entry) => entry.isFile()).map(({ parentPath, name }) => path.join(parentPath, name));
  const kept = paths.filter((file) => !file.includes('.dynamodb-migrate/'));
  return Object.fromEntries(kept.map((file) => [path.relative(dir, file), readFileSync(file, 'latin1')]));
}

/** What is half written, in the state folder. */
function temporaries(dir: string): string[] {
  return (readdirSync(dir, { recursive: true }) as string[]).filter((name) => name.endsWith('.tmp'));
}

test.each(['legacy', 'ts'].flatMap((kind) => [0, 1].map((blocks) => [kind, blocks] as const)))(
  'new, %s, %d blocks: both files or none',
  async (kind, blocks) => {
    const dir = tempDir();
    const args = [
      'new',
      'something',
      ...(kind === 'ts' ? ['--ts'] : []),
      '--table',
      `a-table-with-a-name-${'x'.repeat(150)}`,
    ];
    const whole = tempDir();
    expect((await runBin(args, { cwd: whole })).code).toBe(0);
    const { code, stderr, stdout } = await run(blocks, args, { cwd: dir });
    const files = Object.values(filesIn(dir));
    const isFitting = Object.values(filesIn(whole)).every((text) => text.length <= blocks * 1024);
    if (code === 0) {
      expect(isFitting).toBe(true);
      expect(files).toHaveLength(2);
    } else {
      expect({ files, stdout, stderr }).toEqual({ files: [], stdout: '', stderr: expect.stringMatching(sentence) });
      expect(stderr).toMatch(/something\S* cannot be made: EFBIG/);
    }
  },
);

test.each(limits)(
  'plan --out --markdown, %d blocks: each whole, or as it was',
  async (blocks) => {
    const { dir, start } = await givenFleet(engine, { scripts: { [names.auth]: addAuth }, records: 40 });
    expect((await start(['init', '--env', 'staging'])).code).toBe(0);
    const args = ['plan', '--env', 'staging', '--out', 'plan.json', '--markdown', 'plan.md'];
    const scripts = filesIn(dir);
    for (const given of [{}, { 'plan.json': '{"old":true}', 'plan.md': '# old' }] as { [name: string]: string }[]) {
      writeFiles(dir, given);
      const { code, stderr } = await start(args, { node: nodeWith(blocks) });
      const { 'plan.json': plan, 'plan.md': page, ...rest } = filesIn(dir);
      expect(rest).toEqual(scripts);
      expect([plan, temporaries(dir)]).toEqual([isPlan(plan) ? plan : given['plan.json'], []]);
      if (page !== given['plan.md']) expect(page!.length).toBeLessThanOrEqual(blocks * 1024);
      if (code === 0) {
        expect([isPlan(plan), page === given['plan.md']]).toEqual([true, false]);
        for (const name of ['plan.json', 'plan.md']) writeFiles(dir, { [name]: 'removed' });
      } else expect(stderr).toMatch(/^error: [^\n]*EFBIG[^\n]*$/m);
    }
  },
  60_000,
);

function isPlan(text: string | undefined): boolean {
  return text !== undefined && text !== 'removed' && JSON.parse(text).old === undefined;
}

test('a plan goes where the link leads that the user has put in its place, with the rights that were there', async () => {
  const { dir, run: runHere } = await givenFleet(engine, { scripts: { [names.auth]: addAuth } });
  expect((await runHere(['init', '--env', 'staging'])).code).toBe(0);
  mkdirSync(path.join(dir, 'plans'));
  writeFiles(dir, { 'plans/old.json': 'old' });
  chmodSync(path.join(dir, 'plans/old.json'), 0o640);
  symlinkSync('plans/old.json', path.join(dir, 'plan.json'));
  symlinkSync('plans/new.md', path.join(dir, 'plan.md'));
  const args = ['plan', '--env', 'staging', '--out', 'plan.json', '--markdown', 'plan.md'];
  expect(await runHere(args)).toMatchObject({ code: 0 });
  const entries = readdirSync(dir, { withFileTypes: true }).filter((entry) => entry.isSymbolicLink());
  expect(entries.map(({ name }) => name).sort()).toEqual(['plan.json', 'plan.md']);
  expect(isPlan(readFileSync(path.join(dir, 'plans/old.json'), 'utf8'))).toBe(true);
  expect(existsSync(path.join(dir, 'plans/new.md'))).toBe(true);
});

const putAll =
  'module.exports = async (record, dyno) => { await dyno.putItem({ Item: { ...record, seen: "x".repeat(300) } }).promise(); };';
const failAll = 'module.exports = async (record) => { throw new Error(record.id); };';

async function givenTable() {
  const dir = tempDir();
  writeFiles(dir, { 'put.js': putAll, 'fail.js': failAll });
  const table = await createTable(engine);
  const items = Array.from({ length: 40 }, (_, i) => ({ id: { S: `r${i}` }, text: { S: 'y'.repeat(40) } }));
  await seed(engine, table, items);
  const scan = (...args: string[]) => ['scan', `us-east-1/${table}`, ...args, '--endpoint', engine.endpoint];
  return { dir, table, scan, contents: () => dump(engine, table) };
}

test.each(limits)('a preview, %d blocks: what it tells of is whole, or is not there', async (blocks) => {
  const { dir, scan, contents } = await givenTable();
  const before = await contents();
  const { code, stderr } = await run(blocks, scan('put.js', '--preview'), { cwd: dir });
  expect(await contents()).toEqual(before);
  const changes = (readdirSync(dir, { recursive: true }) as string[]).filter((name) => name.endsWith('changes.ndjson'));
  if (code === 0) {
    expect(readFileSync(path.join(dir, changes[0]!), 'utf8').split('\n')).toHaveLength(41);
  } else {
    const lines = changes.flatMap((name) => readFileSync(path.join(dir, name), 'utf8').split('\n').slice(0, -1));
    for (const line of lines) JSON.parse(line);
    expect(temporaries(dir)).toEqual([]);
    expect(stderr).toMatch(/cannot (be written|write)[^\n]*(EFBIG|File too large)/);
    expect(stderr).not.toMatch(/^ {4}at /m);
  }
});

test.each(limits)(
  'a live run and its rollback, %d blocks: nothing is lost',
  async (blocks) => {
    const { dir, scan, contents } = await givenTable();
    const before = await contents();
    const live = await run(blocks, scan('put.js', '--live'), { cwd: dir });
    expect(live.stderr).not.toMatch(/^ {4}at /m);
    if (live.code !== 0) expect(live.stderr).toMatch(/EFBIG/);
    expect(temporaries(dir)).toEqual([]);
    const ids = existsSync(path.join(dir, '.dynamodb-migrate/runs'))
      ? readdirSync(path.join(dir, '.dynamodb-migrate/runs'))
      : [];
    if (ids.length === 0) return expect(await contents()).toEqual(before);
    const back = await run(blocks, ['rollback', ids[0]!, '--live'], { cwd: dir });
    expect(back.stderr).not.toMatch(/^ {4}at /m);
    if (back.code !== 0) expect(back.stderr).toMatch(/EFBIG|nothing was written|has no journal/);
    const again = await runBin(['rollback', ids[0]!, '--live'], { cwd: dir });
    expect(again.stderr).not.toMatch(/^ {4}at /m);
    expect(await contents()).toEqual(before);
  },
  60_000,
);

test.each(limits)('--errors, %d blocks: whole lines only, behind those that were there', async (blocks) => {
  const { dir, scan } = await givenTable();
  writeFiles(dir, { errors: '{"id":{"S":"before"}}\n' });
  const args = scan('fail.js', '--max-errors', '100', '--errors', 'errors');
  const { code, stderr } = await run(blocks, args, { cwd: dir });
  expect(code).not.toBe(0);
  const lines = readFileSync(path.join(dir, 'errors'), 'utf8').split('\n');
  expect(lines.pop()).toBe('');
  for (const line of lines) JSON.parse(line);
  expect(lines[0]).toBe('{"id":{"S":"before"}}');
  if (lines.length < 41) expect(stderr).toMatch(/--errors: errors cannot be written: EFBIG/);
  expect(stderr).not.toMatch(/^ {4}at /m);
});

test.each(limits)('dynamodb-filter, %d blocks: a whole file, or none', async (blocks) => {
  const dir = tempDir();
  const text = Array.from({ length: 400 }, () => JSON.stringify({ n: Math.random() })).join('\n');
  writeFiles(dir, { 'in.txt': text, 'all.js': 'module.exports = () => true;' });
  const args = ['in.txt', 'all.js', '--output', 'out.gz'];
  const { code, stderr } = await run(blocks, args, { cwd: dir, script: 'dynamodb-filter' });
  expect(temporaries(dir)).toEqual([]);
  if (code === 0) expect(gunzipSync(readFileSync(path.join(dir, 'out.gz'))).toString()).toContain(text);
  else {
    expect(existsSync(path.join(dir, 'out.gz'))).toBe(false);
    expect(stderr).toMatch(/^[^\n]*cannot write out.gz: EFBIG[^\n]*\n/);
  }
});

test.each(limits)(
  'test --update, %d blocks: what is expected is whole, or as it was',
  async (blocks) => {
    const dir = tempDir();
    const stem = 'dynamodb-migrations/2021-05-04T12-41-17Z-add';
    const fixture = Array.from(
      { length: 30 },
      (_, i) => `{"id":{"S":"r${i}"},"text":{"S":"${'z'.repeat(60)}"}}\n`,
    ).join('');
    writeFiles(dir, {
      'dynamodb-migrate.config.json': JSON.stringify({ environments: {} }),
      [`${stem}.js`]: putAll,
      [`${stem}.fixture.ndjson`]: fixture,
      [`${stem}.expected.ndjson`]: '{"id":{"S":"old"}}\n',
    });
    const { code, stderr } = await run(blocks, ['test', '--update'], { cwd: dir });
    const expected = readFileSync(path.join(dir, `${stem}.expected.ndjson`), 'utf8');
    expect(temporaries(dir)).toEqual([]);
    if (code === 0) expect(expected.trimEnd().split('\n')).toHaveLength(30);
    else {
      expect(expected).toBe('{"id":{"S":"old"}}\n');
      expect(stderr).not.toMatch(/^ {4}at /m);
    }
  },
  60_000,
);

test.each(['runs --json', 'status --help', 'show last --json'])(
  '%s into a file that cannot grow fails and says so',
  async (line) => {
    const { dir, scan } = await givenTable();
    expect((await runBin(scan('put.js', '--preview'), { cwd: dir })).code).toBe(0);
    const node = nodeWith(0, '> out.json');
    const { code, stderr } = await runBin(line.split(' '), { cwd: dir, node });
    expect({ code, stderr }).toEqual({
      code: 1,
      stderr: expect.stringMatching(/^error: [^\n]*stdout: EFBIG[^\n]*\n$/),
    });
  },
);
