import type { SyntaxNode } from './parse';
import { walk } from './walk';

/** The modules that code asks for by a name that is written down, with the lines where it does. */
export function importedModules(program: SyntaxNode): { name: string; line: number }[] {
  const modules: { name: string; line: number }[] = [];
  for (const node of walk(program)) {
    const name = moduleName(node);
    if (name !== undefined) modules.push({ name, line: node.loc?.start.line ?? 0 });
  }
  return modules;
}

function moduleName(node: SyntaxNode): string | undefined {
  switch (node.type) {
    case 'ImportDeclaration':
    case 'ExportNamedDeclaration':
    case 'ExportAllDeclaration':
      return node.importKind === 'type' || node.exportKind === 'type' ? undefined : node.source?.value;
    case 'TSImportEqualsDeclaration':
      return node.moduleReference.expression?.value;
    case 'CallExpression':
      return isRequire(node.callee) ? literal(node.arguments[0]) : undefined;
    case 'ImportExpression':
      return literal(node.source);
    default:
      return undefined;
  }
}

function isRequire({ type, name, object, property }: SyntaxNode): boolean {
  if (type === 'Identifier') return name === 'require';
  if (type === 'MemberExpression')
    return ['require.resolve', 'module.require'].includes(`${object.name}.${property.name}`);
  return type === 'Import';
}

function literal(node: SyntaxNode | undefined): string | undefined {
  if (node?.type === 'StringLiteral') return node.value;
  return node?.type === 'TemplateLiteral' && node.quasis.length === 1 ? node.quasis[0].value.cooked : undefined;
}
