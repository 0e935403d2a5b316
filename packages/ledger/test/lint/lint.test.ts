import { execFileSync } from 'node:child_process';
import path from 'node:path';
import { tempDir, writeFiles } from '@dynamodb-migrate/test-tools';
import { lint } from '../../src';

const sound = 'module.exports = (record, dyno, callback) => callback();';
const named = (...names: string[]) => Object.fromEntries(names.map((name) => [name, sound]));

const told = async (folder: string, base?: string) => {
  const { findings, ...rest } = await lint({ folder, base });
  return { ...rest, findings: findings.map(({ rule, severity, script }) => `${severity} ${rule} ${script}`) };
};

test('outside of a repository, looks at names and texts', async () => {
  const folder = tempDir();
  writeFiles(folder, {
    ...named('2021-05-04T12:41:17Z-a.js', '2021-05-04T125917Z-b.js', '2021-05-05-c.js', 'helper.js'),
    '2021-05-06-d.js': 'module.exports = {',
  });
  expect(await told(folder)).toEqual({
    scripts: 4,
    base: undefined,
    notice: undefined,
    findings: ['warning name helper.js', 'error order 2021-05-04T12:41:17Z-a.js', 'error unparsable 2021-05-06-d.js'],
  });
});

describe('in a repository', () => {
  const root = tempDir();
  const folder = path.join(root, 'service/dynamodb-migrations');
  const git = (...args: string[]) =>
    execFileSync('git', ['-c', 'user.name=a', '-c', 'user.email=a@example.com', ...args], { cwd: root, stdio: 'pipe' });

  beforeAll(() => {
    writeFiles(folder, named('2021-05-04-a.js', '2021-05-06-größer.js', 'zzz.js'));
    git('init', '-q', '-b', 'main');
    git('add', '.');
    git('commit', '-q', '-m', 'one');
    git('checkout', '-q', '-b', 'topic');
    writeFiles(folder, named('2021-05-05-late.js', '2021-05-07-fine.js'));
    git('add', '.');
    git('commit', '-q', '-m', 'two');
    writeFiles(folder, named('2021-05-03-uncommitted.js'));
  });

  test('finds scripts that come before the newest on the main branch', async () => {
    expect(await told(folder)).toEqual({
      scripts: 5,
      base: 'main',
      findings: ['warning name zzz.js', 'error order 2021-05-03-uncommitted.js', 'error order 2021-05-05-late.js'],
    });
    const { findings } = await lint({ folder });
    expect(findings.at(-1)!.message).toBe('is new, but comes before 2021-05-06-größer.js, which is on main already');
  });

  test('compares with the branch that is named', async () => {
    expect((await told(folder, 'topic')).findings).toEqual([
      'warning name zzz.js',
      'error order 2021-05-03-uncommitted.js',
    ]);
  });

  test('refuses a branch that is not there', async () => {
    await expect(told(folder, 'none-such')).rejects.toMatchObject({
      code: 'NO_BASE',
      message: 'git knows no branch or commit none-such here',
      hint: expect.stringContaining('git fetch'),
    });
    await expect(told(folder, '--all')).rejects.toMatchObject({ code: 'NO_BASE' });
  });

  test('says so where there is no main branch, as in a shallow checkout of a topic', async () => {
    const clone = tempDir();
    execFileSync('git', ['init', '-q', '-b', 'topic', clone]);
    execFileSync('git', ['fetch', '-q', '--depth=1', root, 'topic'], { cwd: clone, stdio: 'pipe' });
    execFileSync('git', ['checkout', '-q', '--detach', 'FETCH_HEAD'], { cwd: clone, stdio: 'pipe' });
    const shallow = path.join(clone, 'service/dynamodb-migrations');
    expect(await lint({ folder: shallow })).toMatchObject({
      base: undefined,
      notice: expect.stringMatching(/^compared with no branch: .*--base$/),
    });
    execFileSync('git', ['fetch', '-q', '--depth=1', root, 'main:refs/remotes/origin/main'], {
      cwd: clone,
      stdio: 'pipe',
    });
    expect(await told(shallow)).toMatchObject({
      base: 'origin/main',
      findings: ['warning name zzz.js', 'error order 2021-05-05-late.js'],
    });
  });
});
