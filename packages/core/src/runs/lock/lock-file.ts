import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { lutimes, mkdir, open, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { LockOwner } from './lock';

/**
 * How the lock of a run lies in its folder: `lock/7.json` is made by the owner with the token 7, which nobody can make a
 * second time, and is there as long as the run. Whoever makes `lock/8.json` is the owner from that moment on.
 */
export function lockFile(dir: string, token: number): string {
  return path.join(dir, 'lock', `${token}.json`);
}

/** What the owner of a run touches as a sign of life. */
export function heartbeatFile(dir: string): string {
  return path.join(dir, 'heartbeat');
}

/** The owner with the highest token; undefined where nobody has ever had the run. */
export async function lastOwner(dir: string): Promise<LockOwner | undefined> {
  const token = numbers(await readdir(path.join(dir, 'lock')).catch(none)).at(-1);
  if (token === undefined) return undefined;
  return ownerFrom(token, await readFile(lockFile(dir, token), 'utf8').catch(() => ''));
}

/** The same before it returns; undefined as well where that cannot be told. */
export function lastOwnerNow(dir: string): LockOwner | undefined {
  try {
    const token = numbers(readdirSync(path.join(dir, 'lock'))).at(-1)!;
    return ownerFrom(token, readFileSync(lockFile(dir, token), 'utf8'));
  } catch {
    return undefined;
  }
}

/** Makes the file of an owner; false where there is one with its token. */
export async function claim(dir: string, owner: LockOwner): Promise<boolean> {
  await mkdir(path.join(dir, 'lock'), { mode: 0o700 }).catch(unlessThere);
  try {
    const file = await open(lockFile(dir, owner.token), 'wx', 0o600);
    try {
      await file.writeFile(JSON.stringify(owner));
      await file.sync();
    } finally {
      await file.close();
    }
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

/** Makes a folder that is the copy of one elsewhere tell who has the run there, seen last so many milliseconds ago. */
export async function mirror(dir: string, owner: LockOwner, silent = 0): Promise<void> {
  const { folder: _elsewhere, ...known } = owner;
  await rm(path.join(dir, 'lock'), { recursive: true, force: true });
  await claim(dir, known);
  const seen = new Date(Date.now() - silent);
  await showLife(dir, seen);
}

/** Dates the last sign of life, whose words stay: they may be all that tells how much there was. */
export async function showLife(dir: string, at = new Date()): Promise<void> {
  const file = heartbeatFile(dir);
  await writeFile(file, '', { mode: 0o600, flag: 'wx' }).catch(unlessThere);
  await lutimes(file, at, at);
}

/** What the last sign of life said. */
export function lastWords(dir: string): string {
  return readFileSync(heartbeatFile(dir), 'utf8');
}

/** When an owner last showed a sign of life; 0 where there is none. */
export async function lastBeat(dir: string): Promise<number> {
  return stat(heartbeatFile(dir)).then(
    ({ mtimeMs }) => mtimeMs,
    () => 0,
  );
}

/** A folder as the file system tells it from its copies; undefined where it cannot. */
export function placeOf(dir: string): LockOwner['folder'] {
  const { ino } = statSync(dir, { bigint: true });
  return ino === 0n ? undefined : { path: path.resolve(dir), inode: String(ino) };
}

/** Where the original of a folder is that is a copy; undefined for an original, or where that has gone. */
export function originalOf(dir: string, { folder }: Pick<LockOwner, 'folder'>): string | undefined {
  if (!folder || folder.inode === placeOf(dir)?.inode || !existsSync(folder.path)) return undefined;
  return placeOf(folder.path)?.inode === folder.inode ? folder.path : undefined;
}

function numbers(names: readonly string[]): number[] {
  const tokens = names.flatMap((name) => /^(\d+)\.json$/.exec(name)?.[1] ?? []).map(Number);
  return tokens.sort((a, b) => a - b);
}

/** An owner that has not written down yet who it is, or has died over it, can be told by its signs of life only. */
function ownerFrom(token: number, text: string): LockOwner {
  try {
    return { ...JSON.parse(text), token };
  } catch {
    return { token, task: 'running', pid: 0, host: 'another host', takenAt: '' };
  }
}

function unlessThere(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EEXIST') throw error;
}

function none(error: NodeJS.ErrnoException): string[] {
  if (error.code === 'ENOENT' || error.code === 'ENOTDIR') return [];
  throw error;
}
