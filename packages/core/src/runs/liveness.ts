import { readFileSync } from 'node:fs';
import { stat, utimes, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import path from 'node:path';

/** The process that works on a run. */
export interface RunProcess {
  pid: number;
  host: string;
  /** Boot and clock tick at which the process began, where the system tells: a reused pid is another process. */
  began?: string;
}

/** Milliseconds between two signs of life. */
export const heartbeatInterval = 5_000;

/** Milliseconds without a sign of life after which a process on another host counts as gone. */
export const heartbeatPatience = 120_000;

export function thisProcess(): RunProcess {
  return { pid: process.pid, host: hostname(), began: beginning(process.pid) };
}

/** Touches the run's `heartbeat` file until the returned function is called. Does not keep the process alive. */
export async function startHeartbeat(dir: string): Promise<() => void> {
  const file = path.join(dir, 'heartbeat');
  await writeFile(file, '', { mode: 0o600 });
  const beat = () => {
    const now = new Date();
    utimes(file, now, now).catch(() => {});
  };
  const timer = setInterval(beat, heartbeatInterval).unref();
  return () => clearInterval(timer);
}

/** Whether the process of a run is still there: by its pid on this host, by its heartbeat on another one. */
export async function isAlive(dir: string, { pid, host, began }: RunProcess): Promise<boolean> {
  if (host !== hostname()) return Date.now() - (await lastBeat(dir)) < heartbeatPatience;
  if (!exists(pid)) return false;
  const now = beginning(pid);
  return began === undefined || now === undefined || began === now;
}

async function lastBeat(dir: string): Promise<number> {
  try {
    return (await stat(path.join(dir, 'heartbeat'))).mtimeMs;
  } catch {
    return 0;
  }
}

function exists(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

function beginning(pid: number): string | undefined {
  try {
    const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
    const status = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The command's name comes first, in parentheses, and may hold spaces; the start is the 20th field behind it.
    return `${boot}/${status.slice(status.lastIndexOf(')') + 2).split(' ')[19]}`;
  } catch {
    return undefined;
  }
}
