import { type AttributeType, isSet, typeOf } from '../items/attribute-type';
import type { DocumentPath } from '../items/document-path';
import { invalid } from '../refusal';
import { checkApart, same, spelled } from '../syntax/apart';
import type { Term } from './term';
import type { UpdateAction } from './update-action';

/** Throws a `Refusal` where values do not fit what is done with them, or where paths lead to each other. */
export function checkActions(actions: readonly UpdateAction[]): void {
  for (const { kind, value } of actions) if (value) checkTerm(kind, value);
  const paths: DocumentPath[] = [];
  for (const { path } of actions) {
    checkApart('UpdateExpression', paths, path);
    paths.push(path);
  }
}

function checkTerm(kind: UpdateAction['kind'], term: Term): void {
  if (kind !== 'set') {
    if (term.kind !== 'value') return;
    const fits = isSet(term.value) || (kind === 'add' && 'N' in term.value);
    if (!fits) throw misfit(`operator: ${kind.toUpperCase()}, operand type: ${longNames[typeOf(term.value)]}`);
    return;
  }
  if (term.kind === 'sum') {
    for (const one of term.terms) checkOperand(term.sign, 'N', one);
  } else if (term.kind === 'list_append') {
    for (const one of term.lists) checkOperand('list_append', 'L', one);
  } else if (term.kind === 'if_not_exists') {
    if (term.otherwise.kind === 'path' && spelled(term.path) === spelled(term.otherwise.path)) {
      throw same('UpdateExpression', term.kind, term.path);
    }
    checkTerm(kind, term.otherwise);
  }
}

function checkOperand(operator: string, wanted: 'N' | 'L', term: Term): void {
  const type = typeBefore(term);
  if (type !== undefined && type !== wanted) {
    throw misfit(`operator or function: ${operator}, operand type: ${type}`);
  }
  checkTerm('set', term);
}

/** The type of a term that is known whatever the item. */
function typeBefore(term: Term): string | undefined {
  switch (term.kind) {
    case 'value':
      return typeOf(term.value);
    case 'sum':
      return 'N';
    case 'list_append':
      return 'L';
    default:
      return undefined;
  }
}

function misfit(what: string) {
  return invalid(`Invalid UpdateExpression: Incorrect operand type for operator or function; ${what}`);
}

const longNames: { [type in AttributeType]: string } = {
  S: 'STRING',
  N: 'NUMBER',
  B: 'BINARY',
  NULL: 'NULL',
  BOOL: 'BOOLEAN',
  L: 'LIST',
  M: 'MAP',
  SS: 'STRING_SET',
  NS: 'NUMBER_SET',
  BS: 'BINARY_SET',
};
