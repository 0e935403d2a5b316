import { nearMiss } from '@dynamodb-migrate/core';
import { type SyntaxNode, walk } from '@dynamodb-migrate/syntax';
import { kinds } from '../scripts/metadata';
import { isModuleExports } from './exported-function';

const known = [...Object.keys(kinds), 'finish'];

/** Exported names that are most likely slips of those that mean something: `tabel` of `table`. */
export function slips(program: SyntaxNode): { name: string; meant: string; line: number }[] {
  return [...walk(program)].flatMap((node) =>
    exportedNames(node).flatMap((name) => {
      const meant = known.includes(name) ? undefined : nearMiss(name, known);
      return meant === undefined ? [] : [{ name, meant, line: node.loc?.start.line ?? 1 }];
    }),
  );
}

function exportedNames({ type, left, declaration }: SyntaxNode): string[] {
  if (type === 'AssignmentExpression' && left.type === 'MemberExpression' && isExports(left.object)) {
    return [left.property.name].filter((name) => typeof name === 'string');
  }
  if (type !== 'ExportNamedDeclaration') return [];
  const named: SyntaxNode[] = declaration?.declarations ?? [declaration].filter(Boolean);
  return named.map(({ id }) => id?.name).filter((name) => typeof name === 'string');
}

function isExports(node: SyntaxNode): boolean {
  return node.name === 'exports' || isModuleExports(node);
}
