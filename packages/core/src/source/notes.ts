import type { Foreign } from './forms/foreign';

/** Where is said what a person should know of an input. */
export interface Notes {
  info(text: string): void;
  warn(text: string): void;
}

/** Says once of each form of another tool that it was recognised, and in the end how much was passed over. */
export function createNotes(from: string, { info, warn }: Notes) {
  const told = new Set<string>();
  const passed = new Map<string, number>();
  return {
    add(
      { name, reading = 'its items are read as records', passedOver, warning, isUsual }: Foreign,
      where: string,
    ): void {
      if (passedOver !== undefined) passed.set(passedOver, (passed.get(passedOver) ?? 0) + 1);
      if (warning !== undefined) warn(`${where} is ${name}: ${warning}`);
      if (isUsual || told.has(name)) return;
      told.add(name);
      info(`${where} is ${name}: ${reading}`);
    },
    end(): void {
      for (const [what, count] of passed) {
        info(`passed over ${count} ${what}${count === 1 ? '' : 's'} in ${from}, of which no record is left`);
      }
    },
  };
}
