/** A script's file name, taken apart. */
export interface ScriptName {
  /** The whole file name: what the ledger knows the script by. */
  file: string;
  /** Milliseconds since 1970 that its date means; UTC where it names no zone, midnight where it names no time. */
  time: number;
  /** What stands behind the date, without the extension. */
  title: string;
  /** Whether the time is written with colons. */
  colons: boolean;
}

const pattern =
  /^(\d{4})(-?)(\d\d)\2(\d\d)(?:T(\d\d)([:-]?)(\d\d)(?:\6(\d\d)(?:[.,](\d{1,3})\d*)?)?(Z|[+-]\d\d:?\d\d)?)?[-_](.+)\.[cm]?[jt]s$/;

/**
 * Reads a name such as `2021-05-04T12:41:17Z-add-auth.js`, also without colons, without dashes, or without a time.
 * Undefined for a name that does not begin with a date.
 */
export function parseScriptName(file: string): ScriptName | undefined {
  const match = pattern.exec(file);
  if (!match) return undefined;
  const [, year, , month, day, hour = '00', separator = '', minute = '00', second = '00', fraction = '0', zone] = match;
  const offset = (zone ?? 'Z').replace(/^([+-]\d\d)(\d\d)$/, '$1:$2');
  const time = Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}.${fraction.padEnd(3, '0')}${offset}`);
  // Date.parse takes 31 June for 1 July.
  const lastDay = new Date(Date.UTC(Number(year), Number(month), 0)).getUTCDate();
  if (Number.isNaN(time) || Number(day) > lastDay) return undefined;
  return { file, time, title: match[11]!, colons: separator === ':' };
}

/** The order of scripts: that of their names' characters, whatever the machine's locale, as `LC_ALL=C ls` has it. */
export function compareScriptNames(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
