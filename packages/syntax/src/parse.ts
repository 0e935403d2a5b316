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
    plugins: typescript
      ? ['typescript', 'decorators-legacy', 'explicitResourceManagement']
      : ['explicitResourceManagement'],
  } as const;
  const { program }: ParseResult = parse(source, options as Parameters<typeof parse>[1]);
  return program as SyntaxNode;
}
