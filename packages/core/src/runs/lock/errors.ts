import { MigrateError } from '../../error';
import type { LockOwner } from './lock';

type Owner = Pick<LockOwner, 'task' | 'pid' | 'host'>;

/** Why a run cannot be taken. */
export function isRunning(id: string, { task, pid, host }: Owner): MigrateError {
  return new MigrateError('RUN_IS_RUNNING', `run ${id} is ${task} in process ${pid} on ${host}`, {
    hint: 'Wait for it, or end that process. One that shows no sign of life counts as gone after two minutes.',
  });
}

/** Why a run is no longer this process's: somebody else has it, if it is known who, or it is not there any more. */
export function isTaken(id: string, owner: Owner | undefined): MigrateError {
  const message = owner
    ? `run ${id} was taken over: it is ${owner.task} in process ${owner.pid} on ${owner.host}`
    : `run ${id} is no longer this process's: what told so has gone`;
  return lost(message);
}

/** Why nobody may be the owner of a run any more for whom it has not been renewed. */
export function isExpired(id: string): MigrateError {
  return lost(`run ${id} may have been taken over: this process could not show a sign of life in time`);
}

function lost(message: string): MigrateError {
  return new MigrateError('RUN_TAKEN', message, {
    hint: 'This process writes no more; what it had written is in the journal of the run.',
  });
}
