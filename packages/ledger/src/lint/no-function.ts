import { type SyntaxNode, walk } from '@dynamodb-migrate/syntax';
import { isFunction, isModuleExports } from './exported-function';

const literals = /^(Template|String|Numeric|Boolean|Null|RegExp|BigInt)Literal$|^ArrayExpression$/;

/**
 * Whether it shows that a script exports no function to be run on each record, and on which line. Undefined where it exports
 * one, or where that cannot be told from its text.
 */
export function withoutFunction(program: SyntaxNode): { line?: number } | undefined {
  const top = [...walk(program, (node) => !isFunction(node))];
  const exported = top.flatMap(exportedAsWhole);
  if (exported.length > 0) return exported.every(isNone) ? { line: exported[0]!.loc?.start.line } : undefined;
  return isOpen(program) ? undefined : {};
}

function exportedAsWhole({ type, declaration, expression, left, right }: SyntaxNode): SyntaxNode[] {
  if (type === 'ExportDefaultDeclaration') return [declaration];
  if (type === 'TSExportAssignment') return [expression];
  if (type === 'AssignmentExpression' && isModuleExports(left)) return [innermost(right)];
  return [];
}

function innermost(value: SyntaxNode): SyntaxNode {
  return value.type === 'AssignmentExpression' ? innermost(value.right) : value;
}

/** Whether a value can be no function, nor hold one as its `default`. */
function isNone({ type, properties }: SyntaxNode): boolean {
  if (type !== 'ObjectExpression') return literals.test(type);
  return properties.every(({ computed, key }: SyntaxNode) => key && !computed && (key.name ?? key.value) !== 'default');
}

/** Whether what is exported may be more than properties that are written down. */
function isOpen(program: SyntaxNode): boolean {
  const nodes = [...walk(program)];
  const named = new Set(nodes.flatMap(propertyOfExports));
  return nodes.some((node) => {
    if (node.type === 'Identifier') return /^(module|exports|eval)$/.test(node.name) && !named.has(node);
    if (node.type !== 'ExportNamedDeclaration') return false;
    return node.specifiers.some(({ exported }: SyntaxNode) => (exported.name ?? exported.value) === 'default');
  });
}

function propertyOfExports({ type, left }: SyntaxNode): SyntaxNode[] {
  if (type !== 'AssignmentExpression' || left.type !== 'MemberExpression' || left.computed) return [];
  return left.object.name === 'exports' || isModuleExports(left.object) ? [...walk(left)] : [];
}
