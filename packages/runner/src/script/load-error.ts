import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { MigrateError } from '@dynamodb-migrate/core';
import { tsConfigOf } from '@dynamodb-migrate/syntax';
import { scriptLine } from './script-line';

/** Says in one sentence why a script could not be loaded. */
export function explainLoadError(error: any, script: string): MigrateError {
  const name = path.basename(script);
  if (error?.code === 'MODULE_NOT_FOUND' || error?.code === 'ERR_MODULE_NOT_FOUND') return missing(error, script);
  if (error instanceof SyntaxError || /^ParseError: /.test(error?.message)) {
    const { file, line, message } = syntaxError(error, script);
    const where = `${path.basename(file ?? script)}${line ? `:${line}` : ''}`;
    return new MigrateError('SCRIPT_UNREADABLE', `${where} is not valid code: ${message}`, { cause: error });
  }
  const at = scriptLine(error, script);
  const message = error instanceof Error ? error.message : String(error);
  return new MigrateError('SCRIPT_THREW', `${name} threw while it was loaded: ${message}${at ? ` (at ${at})` : ''}`, {
    cause: error,
  });
}

function missing(error: Error & { requireStack?: string[] }, script: string): MigrateError {
  const [, wanted = 'a module'] = /'([^']+)'/.exec(error.message) ?? [];
  const from = error.requireStack?.[0] ?? script;
  const misled = byPaths(wanted, from, script);
  if (misled) return misled;
  const isPath = /^\.{0,2}\//.test(wanted) || path.isAbsolute(wanted);
  return new MigrateError(
    'SCRIPT_UNREADABLE',
    `${path.basename(from)} needs ${isPath ? 'the file' : 'the module'} ${wanted}, which is not there`,
    {
      cause: error,
      hint: isPath
        ? 'Paths are relative to the file that names them.'
        : `Install it where the script is: npm install ${wanted}`,
    },
  );
}

/** For a module that `paths` of a `tsconfig.json` lead to a file that is not there. */
function byPaths(wanted: string, from: string, script: string): MigrateError | undefined {
  const config = /\.[cm]?ts$/.test(script) ? tsConfigOf(script) : undefined;
  const pattern = config?.pattern(wanted);
  if (!config?.resolve || pattern === undefined) return undefined;
  const places = config.resolve(wanted).join(' and ');
  return new MigrateError(
    'SCRIPT_UNREADABLE',
    `${path.basename(from)} needs ${wanted}, which "${pattern}" in the paths of ${config.path} leads to ${places}, where nothing is`,
    { hint: 'Mend the paths of tsconfig.json, or the import.' },
  );
}

function syntaxError(error: Error, script: string): { file?: string; line?: string; message: string } {
  // jiti's parser puts the place below the message: its last line is `path:line:column`.
  const [message, ...below] = error.message.split('\n');
  const [, parsed, row] = /^\s*(.+):(\d+):\d+\s*$/.exec(below.at(-1) ?? '') ?? [];
  if (parsed !== undefined) return { file: parsed, line: row, message: message!.replace(/^\w+: /, '').trim() };
  // Node puts it above the stack, but for ES modules only when it prints it.
  const [, place, line] = placeAbove(error.stack) ?? placeAbove(checked(script)) ?? [];
  return { file: place?.startsWith('file:') ? fileURLToPath(place) : place, line, message: message! };
}

function placeAbove(text: string | undefined): RegExpExecArray | null {
  return /^(\S.*):(\d+)(?:\n|$)/.exec(text ?? '');
}

function checked(script: string): string {
  return spawnSync(process.execPath, ['--check', script], { encoding: 'utf8' }).stderr;
}
