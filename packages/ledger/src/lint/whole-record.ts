import { type SyntaxNode, walk } from '@dynamodb-migrate/syntax';
import { exportedFunction, parameter } from './exported-function';

/** Lines on which a script puts a whole record back, or a copy of one. */
export function wholeRecordPuts(program: SyntaxNode): number[] {
  const exported = exportedFunction(program);
  const record = exported && parameter(exported, 0);
  if (!record) return [];
  const nodes = [...walk(exported.body)];
  const names = new Set([record]);
  for (const { type, id, init } of nodes) {
    if (type === 'VariableDeclarator' && id.type === 'Identifier' && isWhole(init, names)) names.add(id.name);
  }
  return nodes
    .flatMap((node) => itemsOf(node))
    .filter(({ value }) => isWhole(value, names))
    .map(({ loc }) => loc?.start.line ?? 1);
}

/** What an object gives as `Item`, where it does not name another table. */
function itemsOf({ type, properties }: SyntaxNode): SyntaxNode[] {
  if (type !== 'ObjectExpression') return [];
  const named = (name: string) =>
    properties.filter((one: SyntaxNode) => one.type === 'ObjectProperty' && (one.key.name ?? one.key.value) === name);
  return named('TableName').length > 0 ? [] : named('Item');
}

/** Whether a value is a record, a spread of one, or what a function makes of one, such as a clone. */
function isWhole(node: SyntaxNode | null | undefined, names: ReadonlySet<string>): boolean {
  switch (node?.type) {
    case 'Identifier':
      return names.has(node.name);
    case 'ObjectExpression':
      return node.properties.some((one: SyntaxNode) => one.type === 'SpreadElement' && isWhole(one.argument, names));
    case 'CallExpression':
      return node.arguments.some((argument: SyntaxNode) => isWhole(argument, names));
    case 'AwaitExpression':
      return isWhole(node.argument, names);
    case 'TSAsExpression':
    case 'TSNonNullExpression':
    case 'ParenthesizedExpression':
      return isWhole(node.expression, names);
    default:
      return false;
  }
}
