import { existsSync } from 'node:fs';
import type { Doors } from '../doors';
import { duration } from '../format';
import type { Log } from '../log';
import type { RunScriptOptions } from '../run/options/run-script';
import type { Session } from '../session/session';
import { createPause, type Pause } from './pause';
import { applyTuning, pauseFile, readTuning } from './tuning';

export interface FolderOptions {
  session: Pick<Session, 'folder' | 'paused'>;
  options: Pick<RunScriptOptions, 'stopAfter' | 'stopFile' | 'host'>;
  budgets: Doors['budgets'];
  log: Log;
}

export interface Controls {
  pause: Pause;
  /** Pauses the run, or lets it go on. */
  toggle(): void;
  /** Begins to look; `stop` ends the run. */
  begin(stop: (reason: string) => void): void;
  end(): void;
}

const interval = 500;

/**
 * Lets a run be steered while it is at work: a file `pause` in its folder pauses it, `tune.json` there changes its budgets,
 * and a time or a file stops it.
 */
export function attendFolder({ session, options, budgets, log }: FolderOptions): Controls {
  const { folder } = session;
  const { stopAfter, stopFile, host } = options;
  const pause = createPause();
  const timers: NodeJS.Timeout[] = [];
  let toggled = false;

  const set = (paused: boolean) => {
    if (paused === pause.closed) return;
    if (paused) pause.close();
    else pause.open();
    log.info(paused ? `paused${whoDecides()}` : 'going on');
    session.paused?.(paused);
  };
  const whoDecides = () => {
    const ways = [host?.pauseSignal, folder && `a file ${pauseFile(folder)}`].filter(Boolean);
    return ways.length > 0 ? `; ${ways.join(', or ')} decides when it goes on` : '';
  };
  const wanted = () => toggled || (folder !== undefined && existsSync(pauseFile(folder)));
  const look = async (stop: (reason: string) => void) => {
    if (stopFile !== undefined && existsSync(stopFile)) stop(`the file ${stopFile}`);
    set(wanted());
    const tuning = folder && (await readTuning(folder));
    const changed = tuning && applyTuning(tuning, budgets);
    if (changed) log.info(`tuned: ${changed}`);
  };
  return {
    pause,
    toggle() {
      toggled = !pause.closed;
      set(wanted());
    },
    begin(stop) {
      timers.push(setInterval(() => void look(stop), interval));
      if (stopAfter !== undefined) {
        timers.push(setTimeout(() => stop(`--stop-after ${duration(stopAfter)}`), stopAfter));
      }
      for (const timer of timers) timer.unref();
    },
    end() {
      for (const timer of timers) clearInterval(timer);
      pause.open();
    },
  };
}
