import type { Door } from './door';
import type { OverlayTable } from './overlay-table';
import { itemOf, type PlacedStep, type Step } from './steps';

const entrance = 'entrance';

/** Finds the tables of a write and carries it out with its keys locked; writes come to the locks in the order made. */
export async function takeTurn<T>(
  door: Door,
  steps: readonly Step[],
  write: (steps: PlacedStep[]) => Promise<T>,
): Promise<T> {
  const { locks } = door.overlay;
  const known = locks.busy(entrance) ? undefined : placedNow(door, steps);
  if (known) return locks.run(idsOf(known), () => write(known));
  // In an object, so that the next one waits only until this one has joined the queues of its keys.
  const { written } = await locks.run([entrance], async () => {
    const placed = await placedSoon(door, steps);
    return { written: locks.run(idsOf(placed), () => write(placed)) };
  });
  return written;
}

/** The steps in their tables' overlays, if all of those are open. */
function placedNow({ overlay, target }: Door, steps: readonly Step[]): PlacedStep[] | undefined {
  const placed: PlacedStep[] = [];
  for (const step of steps) {
    const table = overlay.opened(target, step.request.TableName);
    if (!table) return undefined;
    placed.push(placedIn(table, step));
  }
  return placed;
}

function placedSoon({ overlay, next, target }: Door, steps: readonly Step[]): Promise<PlacedStep[]> {
  return Promise.all(
    steps.map(async (step) => placedIn(await overlay.open(next, target, step.request.TableName), step)),
  );
}

function placedIn(table: OverlayTable, step: Step): PlacedStep {
  return { ...step, table, id: table.idOf(itemOf(step)) };
}

function idsOf(placed: readonly PlacedStep[]): string[] {
  return placed.flatMap(({ table, id }) => (id === undefined ? [] : [table.lockId(id)]));
}
