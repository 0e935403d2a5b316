import path from 'node:path';
import { text } from 'node:stream/consumers';
import { askFolder, type Wishes } from '../../control/tuning';
import type { StateFolder } from '../state';
import type { Bucket } from './bucket';

/** Milliseconds between two looks at what is asked of a run. */
const interval = 2_000;

/** Takes what is asked of a run through the bucket to the folder that the run listens to. */
export function remoteWishes(base: string, bucket: Bucket): Pick<StateFolder, 'ask' | 'listen'> {
  const nameOf = (id: string) => `runs/${id}/tune.json`;
  const read = async (id: string) => {
    const body = await bucket.get(nameOf(id));
    return body && text(body);
  };
  return {
    async ask(id, wishes) {
      const asked: Wishes = { ...JSON.parse((await read(id)) ?? '{}'), ...wishes };
      await bucket.put(nameOf(id), Buffer.from(JSON.stringify(asked)));
    },
    listen(id) {
      let last: string | undefined;
      let busy = false;
      const look = async () => {
        if (busy) return;
        busy = true;
        try {
          const asked = await read(id);
          if (asked !== undefined && asked !== last) await askFolder(path.join(base, 'runs', id), JSON.parse(asked));
          last = asked;
        } catch {
          // Whether the bucket is out of reach for too long is for the uploads to tell.
        } finally {
          busy = false;
        }
      };
      const timer = setInterval(() => void look(), interval).unref();
      return () => clearInterval(timer);
    },
  };
}
