import { importedModules, parseScript, type SyntaxNode } from '@dynamodb-migrate/syntax';
import { silentPaths } from './callback-paths';
import type { Finding } from './finding';
import { unguardedWrite } from './guard';
import { withoutFunction } from './no-function';
import { slips } from './slips';
import { unsentRequests } from './unsent';
import { wholeRecordPuts } from './whole-record';

/** Looks at the text of one script. */
export function lintScript(script: string, source: string): Finding[] {
  let program: SyntaxNode;
  try {
    program = parseScript(source, script);
  } catch (error) {
    return [unparsable(script, error as SyntaxError & { loc?: { line: number } })];
  }
  return [
    ...nothing(script, program),
    ...modules(script, program),
    ...guard(script, program),
    ...callbacks(script, program),
    ...unsent(script, program),
    ...wholeRecords(script, program),
    ...names(script, program),
  ];
}

function unparsable(script: string, { message, loc }: SyntaxError & { loc?: { line: number } }): Finding {
  const text = message.replace(/ \(\d+:\d+\)$/, '');
  return { rule: 'unparsable', severity: 'error', script, line: loc?.line, message: `is not valid code: ${text}` };
}

function nothing(script: string, program: SyntaxNode): Finding[] {
  const found = withoutFunction(program);
  if (!found) return [];
  return [
    {
      ...{ rule: 'export', severity: 'error', script, ...found, message: 'exports no function' },
      hint: 'Export one: module.exports = (record, dyno, callback) => { … }, or export default async (record, dyno) => { … }',
    },
  ];
}

function modules(script: string, program: SyntaxNode): Finding[] {
  return importedModules(program)
    .filter(({ name }) => /^(aws-sdk(\/|$)|@aws-sdk\/)/.test(name))
    .map(({ name, line }) => ({
      rule: 'aws-sdk',
      severity: 'warning',
      script,
      line,
      message: `uses ${name} itself: what it writes can be neither previewed nor rolled back`,
      hint: 'Write with the dyno that the script is given, or with require("dyno").',
    }));
}

function guard(script: string, program: SyntaxNode): Finding[] {
  const line = unguardedWrite(program);
  if (line === undefined) return [];
  return [
    {
      rule: 'guard',
      severity: 'warning',
      script,
      line,
      message: 'writes without ever asking whether this is a dry run, where there is no client',
      hint: 'Begin with: if (!dyno) return callback();',
    },
  ];
}

function callbacks(script: string, program: SyntaxNode): Finding[] {
  return silentPaths(program).map(({ line, message }) => ({
    rule: 'callback',
    severity: 'warning',
    script,
    line,
    message,
    hint: 'A run fails at a record that never calls back.',
  }));
}

function unsent(script: string, program: SyntaxNode): Finding[] {
  return unsentRequests(program).map(({ method, writes, isSet, line }) => ({
    rule: 'unsent',
    severity: writes ? 'error' : 'warning',
    script,
    line,
    message: `what ${method} makes here is never sent: it ${writes ? 'writes' : 'reads'} nothing`,
    hint: isSet
      ? 'Send it with .sendAll(callback).'
      : 'Send it with .promise(), which can be awaited, or give it a callback.',
  }));
}

/** A script that puts whole records back; undefined for one that does not, or is no code. */
export function putsWholeRecords(script: string, source: string): Finding | undefined {
  try {
    return wholeRecords(script, parseScript(source, script))[0];
  } catch {
    return undefined;
  }
}

function wholeRecords(script: string, program: SyntaxNode): Finding[] {
  return wholeRecordPuts(program).map((line) => ({
    rule: 'whole-record',
    severity: 'note',
    script,
    line,
    message: 'puts the whole record back, and with it what an application has changed since the record was read',
    hint: 'Change what is to change with updateItem, or run it with --guard.',
  }));
}

function names(script: string, program: SyntaxNode): Finding[] {
  return slips(program).map(({ name, meant, line }) => ({
    rule: 'export',
    severity: 'warning',
    script,
    line,
    message: `exports ${name}: did you mean ${meant}?`,
  }));
}
