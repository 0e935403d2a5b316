import { readFileSync, readlinkSync } from 'node:fs';
import { hostname } from 'node:os';
import type { LockOwner } from './lock';

type Process = Pick<LockOwner, 'pid' | 'host' | 'began' | 'pids'>;

export function thisProcess(): Process {
  const began = beginning(process.pid);
  const pids = pidNamespace();
  return { pid: process.pid, host: hostname(), ...(began && { began }), ...(pids && { pids }) };
}

/**
 * Whether a process is still there; undefined where that cannot be told from here: it is on another host, or in a
 * container.
 */
export function isThere({ pid, host, began, pids }: Process): boolean | undefined {
  if (host !== hostname() || (pids !== undefined && pids !== pidNamespace())) return undefined;
  if (!exists(pid)) return false;
  const now = beginning(pid);
  return now !== 'ended' && (began === undefined || now === undefined || began === now);
}

function exists(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

function pidNamespace(): string | undefined {
  try {
    return readlinkSync('/proc/self/ns/pid');
  } catch {
    return undefined;
  }
}

/** Boot and clock tick; `ended` for a process that has, and whose parent has not asked for it yet. */
function beginning(pid: number): string | undefined {
  try {
    const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
    const status = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The command's name comes first, in parentheses, and may hold spaces; the start is the 20th field behind it.
    const [state, ...fields] = status.slice(status.lastIndexOf(')') + 2).split(' ');
    return state === 'Z' || state === 'X' ? 'ended' : `${boot}/${fields[18]}`;
  } catch {
    return undefined;
  }
}
