import { refersTo } from './term';
import type { UpdateAction } from './update-action';

/** Whether an action puts something in the place of what is there, rather than compute it from that. */
export function isOverwriting({ kind, path, value }: UpdateAction): boolean {
  if (kind === 'set') return !refersTo(value!, path);
  return kind !== 'add' || value?.kind !== 'value' || !('N' in value.value);
}
