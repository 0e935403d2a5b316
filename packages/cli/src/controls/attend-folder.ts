import { existsSync } from 'node:fs';
import type { RunScriptOptions } from '../arguments/shared';
import type { Doors } from '../doors';
import { duration } from '../output/format';
import type { Screen } from '../output/screen';
import type { Session } from '../session/session';
import { createPause, type Pause } from './pause';
import { applyTuning, pauseFile, readTuning } from './tuning';

export interface FolderOptions {
  session: Pick<Session, 'folder' | 'paused'>;
  options: Pick<RunScriptOptions, 'stopAfter' | 'stopFile'>;
  budgets: Doors['budgets'];
  screen: Screen;
}

export interface Controls {
  pause: Pause;
  /** Begins to look; `stop` ends the run. */
  begin(stop: (reason: string) => void): void;
  end(): void;
}

const interval = 500;

/**
 * Lets a run be steered while it is at work: SIGUSR2 or a file `pause` in its folder pauses it, `tune.json` there changes
 * its budgets, and a time or a file stops it.
 */
export function attendFolder({ session, options, budgets, screen }: FolderOptions): Controls {
  const { folder } = session;
  const { stopAfter, stopFile } = options;
  const pause = createPause();
  const timers: NodeJS.Timeout[] = [];
  let bySignal = false;

  const set = (paused: boolean) => {
    if (paused === pause.closed) return;
    if (paused) pause.close();
    else pause.open();
    const how = folder ? `SIGUSR2, or a file ${pauseFile(folder)}` : 'SIGUSR2';
    screen.line(paused ? `paused; ${how} decides when it goes on` : 'going on');
    session.paused?.(paused);
  };
  const wanted = () => bySignal || (folder !== undefined && existsSync(pauseFile(folder)));
  const onSignal = () => {
    bySignal = !pause.closed;
    set(wanted());
  };
  const look = async (stop: (reason: string) => void) => {
    if (stopFile !== undefined && existsSync(stopFile)) stop(`the file ${stopFile}`);
    set(wanted());
    const tuning = folder && (await readTuning(folder));
    const changed = tuning && applyTuning(tuning, budgets);
    if (changed) screen.line(`tuned: ${changed}`);
  };
  return {
    pause,
    begin(stop) {
      process.on('SIGUSR2', onSignal);
      timers.push(setInterval(() => void look(stop), interval));
      if (stopAfter !== undefined) {
        timers.push(setTimeout(() => stop(`--stop-after ${duration(stopAfter)}`), stopAfter));
      }
      for (const timer of timers) timer.unref();
    },
    end() {
      for (const timer of timers) clearInterval(timer);
      process.removeListener('SIGUSR2', onSignal);
      pause.open();
    },
  };
}
