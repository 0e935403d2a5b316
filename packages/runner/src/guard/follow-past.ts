import { currentRun } from '../run/run-scope';
import { isModule } from '../script/is-module';
import { findSdk, mayGoPast } from './find-sdk';
import { guardSdk } from './sdk-guard';

/** What is known of a script's ways past `dyno`. */
export interface Past {
  /** Whether it may have written past it. */
  goesPast(): boolean;
  /** The script is loaded. */
  loaded(): void;
  end(): void;
}

/**
 * Follows which modules of the AWS SDK a script loads, and lets it; `onSdk` is told of each once. To be called on behalf of
 * the script's run, before it is loaded.
 */
export function followPast(script: string | undefined, onSdk: (module: string) => void): Past {
  const modules = new Set<string>();
  const note = ({ module }: { module: string }) => {
    if (modules.has(module)) return;
    modules.add(module);
    onSdk(module);
  };
  findSdk(script).forEach(note);
  const guard = guardSdk({
    ...{ script: script ?? '', allowed: true, scope: currentRun()! },
    // What imports nothing need not wait for a thread that would see it.
    imports: script !== undefined && isModule(script),
  });
  const look = () => guard.uses().forEach(note);
  return {
    goesPast: () => modules.size > 0 || mayGoPast(script),
    loaded() {
      look();
      guard.watch(note);
    },
    end() {
      look();
      guard.end();
    },
  };
}
