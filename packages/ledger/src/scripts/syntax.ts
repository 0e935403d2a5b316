import type { ParseResult } from '@babel/parser';

/** A node of a syntax tree. */
export interface SyntaxNode {
  type: string;
  loc?: { start: { line: number } } | null;
  [key: string]: any;
}

/** Parses JavaScript, or TypeScript where the file's name says so. Throws a `SyntaxError` with `loc`. */
export function parseScript(source: string, file: string): SyntaxNode {
  const { parse } = require('@babel/parser') as typeof import('@babel/parser');
  const typescript = /\.[cm]?ts$/.test(file);
  const options = {
    // As the loader does: CommonJS unless it cannot be that.
    sourceType: 'unambiguous',
    allowReturnOutsideFunction: true,
    allowAwaitOutsideFunction: true,
    allowNewTargetOutsideFunction: true,
    plugins: typescript ? ['typescript', 'explicitResourceManagement'] : ['explicitResourceManagement'],
  } as const;
  const { program }: ParseResult = parse(source, options as Parameters<typeof parse>[1]);
  return program as SyntaxNode;
}

/** The nodes right below a node, in the order of the text. */
export function children(node: SyntaxNode): SyntaxNode[] {
  return Object.entries(node)
    .filter(([key]) => key !== 'loc' && !key.endsWith('Comments'))
    .flatMap(([, value]) => value)
    .filter((value) => typeof value?.type === 'string');
}

/** A node and all below it; `enter` may keep out of one. */
export function* walk(node: SyntaxNode, enter: (node: SyntaxNode) => boolean = () => true): Generator<SyntaxNode> {
  yield node;
  for (const child of children(node)) if (enter(child)) yield* walk(child, enter);
}

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
  return type === 'Import' || (type === 'MemberExpression' && object.name === 'require' && property.name === 'resolve');
}

function literal(node: SyntaxNode | undefined): string | undefined {
  if (node?.type === 'StringLiteral') return node.value;
  return node?.type === 'TemplateLiteral' && node.quasis.length === 1 ? node.quasis[0].value.cooked : undefined;
}
