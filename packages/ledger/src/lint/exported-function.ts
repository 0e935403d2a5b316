import { type SyntaxNode, walk } from '@dynamodb-migrate/syntax';

const functions = new Set(['FunctionExpression', 'ArrowFunctionExpression', 'FunctionDeclaration']);

export function isFunction({ type }: SyntaxNode): boolean {
  return functions.has(type) || type === 'ObjectMethod' || type === 'ClassMethod';
}

/** The function that a script exports to be run on each record; undefined where that cannot be told from its text. */
export function exportedFunction(program: SyntaxNode): SyntaxNode | undefined {
  let exported: SyntaxNode | undefined;
  for (const node of walk(program, (inner) => !isFunction(inner))) {
    if (node.type === 'ExportDefaultDeclaration') exported = node.declaration;
    if (node.type === 'TSExportAssignment') exported = node.expression;
    if (node.type === 'AssignmentExpression' && isModuleExports(node.left)) exported = node.right;
  }
  while (exported?.type === 'AssignmentExpression') exported = exported.right;
  return exported && resolve(program, exported);
}

/** The function that a node sets up under a name: `exports.finish = …`, `export const finish = …`. */
export function namedFunction(node: SyntaxNode, name: string): SyntaxNode | undefined {
  const { type, id, init, left, right } = node;
  if (type === 'FunctionDeclaration') return id?.name === name ? node : undefined;
  const named = type === 'AssignmentExpression' ? left.property?.name : type === 'VariableDeclarator' && id.name;
  const value: SyntaxNode | null | undefined = init ?? right;
  return named === name && value && isFunction(value) ? value : undefined;
}

/** The name of a function's parameter; undefined where it has none of its own. */
export function parameter({ params }: SyntaxNode, index: number): string | undefined {
  const param = params[index];
  const named = param?.type === 'AssignmentPattern' ? param.left : param;
  return named?.type === 'Identifier' ? named.name : undefined;
}

/** Whether a node or what is below it names an identifier, not counting names of properties. */
export function mentions(node: SyntaxNode | null | undefined, name: string): boolean {
  if (!node) return false;
  for (const one of walk(node)) {
    if ((one.type === 'Identifier' || one.type === 'ThisExpression') && one.name === name) return true;
  }
  return false;
}

export function isModuleExports({ type, object, property }: SyntaxNode): boolean {
  if (type !== 'MemberExpression' || object.type !== 'Identifier') return false;
  const path = `${object.name}.${property.name}`;
  return path === 'module.exports' || path === 'exports.default';
}

function resolve(program: SyntaxNode, value: SyntaxNode): SyntaxNode | undefined {
  if (functions.has(value.type)) return value;
  if (['TSAsExpression', 'TSSatisfiesExpression', 'ParenthesizedExpression'].includes(value.type)) {
    return resolve(program, value.expression);
  }
  if (value.type !== 'Identifier') return undefined;
  for (const statement of program.body as SyntaxNode[]) {
    if (statement.type === 'FunctionDeclaration' && statement.id?.name === value.name) return statement;
    for (const { id, init } of statement.type === 'VariableDeclaration' ? statement.declarations : []) {
      if (id.name === value.name && init && init.type !== 'Identifier') return resolve(program, init);
    }
  }
  return undefined;
}
