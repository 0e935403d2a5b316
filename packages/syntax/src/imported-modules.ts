import type { SyntaxNode } from './parse';
import { walk } from './walk';

/** The modules that code asks for by a name that is written down, with the lines where it does. */
export function importedModules(program: SyntaxNode): { name: string; line: number }[] {
  const modules: { name: string; line: number }[] = [];
  const nodes = [...walk(program)];
  const loaders = loadersIn(nodes);
  for (const node of nodes) {
    const name = moduleName(node, loaders);
    if (name !== undefined) modules.push({ name, line: node.loc?.start.line ?? 0 });
  }
  return modules;
}

function moduleName(node: SyntaxNode, loaders: ReadonlySet<string>): string | undefined {
  switch (node.type) {
    case 'ImportDeclaration':
    case 'ExportNamedDeclaration':
    case 'ExportAllDeclaration':
      return node.importKind === 'type' || node.exportKind === 'type' ? undefined : node.source?.value;
    case 'TSImportEqualsDeclaration':
      return node.moduleReference.expression?.value;
    case 'CallExpression':
    case 'OptionalCallExpression':
      return isRequire(node.callee, loaders) ? literal(node.arguments[0]) : undefined;
    case 'ImportExpression':
      return literal(node.source);
    default:
      return undefined;
  }
}

function isRequire(node: SyntaxNode, loaders: ReadonlySet<string>): boolean {
  const { type, name, object, property } = node;
  if (type === 'Identifier') return loaders.has(name);
  if (type === 'SequenceExpression') return isRequire(node.expressions.at(-1), loaders);
  if (type === 'MemberExpression' || type === 'OptionalMemberExpression') {
    const [of, member] = [object.name, property.name ?? property.value];
    return (member === 'resolve' && loaders.has(of)) || (member === 'require' && of === 'module');
  }
  return type === 'Import' || makesLoader(node);
}

/** The names that `require` goes by. */
function loadersIn(nodes: readonly SyntaxNode[]): Set<string> {
  const loaders = new Set(['require']);
  const declared = nodes.filter(({ type, id, init }) => type === 'VariableDeclarator' && id.name && init);
  const makers = new Set([makerOfLoaders]);
  for (const { type, imported, key, local, value } of nodes) {
    if (type === 'ImportSpecifier' && imported.name === makerOfLoaders) makers.add(local.name);
    if (type === 'ObjectProperty' && key.name === makerOfLoaders && value.name) makers.add(value.name);
  }
  for (const { id, init } of declared) {
    if (makesLoader(init, makers) || isRequireItself(init, loaders)) loaders.add(id.name);
  }
  return loaders;
}

const makerOfLoaders = 'createRequire';

function isRequireItself({ type, name, object, property }: SyntaxNode, loaders: ReadonlySet<string>): boolean {
  if (type === 'Identifier') return loaders.has(name);
  return type === 'MemberExpression' && object.name === 'module' && property.name === 'require';
}

function makesLoader({ type, callee }: SyntaxNode, makers: ReadonlySet<string> = new Set([makerOfLoaders])): boolean {
  return type === 'CallExpression' && makers.has(callee.name ?? callee.property?.name);
}

function literal(node: SyntaxNode | undefined): string | undefined {
  if (node?.type === 'StringLiteral') return node.value;
  if (node?.type === 'MemberExpression' && node.property.name === 'href') return literal(node.object);
  if (node?.type === 'NewExpression' && node.callee.name === 'URL' && isOwnAddress(node.arguments[1])) {
    return literal(node.arguments[0]);
  }
  return node?.type === 'TemplateLiteral' && node.quasis.length === 1 ? node.quasis[0].value.cooked : undefined;
}

function isOwnAddress(node: SyntaxNode | undefined): boolean {
  return node?.type === 'MemberExpression' && node.object.type === 'MetaProperty' && node.property.name === 'url';
}
