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
  // Older Nodes take `assert` for `with`.
  const usual = ['explicitResourceManagement', 'deprecatedImportAssert'] as const;
  const options = {
    // As the loader does: CommonJS unless it cannot be that.
    sourceType: 'unambiguous',
    allowReturnOutsideFunction: true,
    allowAwaitOutsideFunction: true,
    allowNewTargetOutsideFunction: true,
    plugins: typescript ? ['typescript', 'decorators-legacy', ...usual] : usual,
  } as const;
  const parseAs = (more: object) =>
    parse(source, { ...options, ...more } as Parameters<typeof parse>[1]) as ParseResult;
  try {
    return parseAs({}).program as SyntaxNode;
  } catch (error) {
    try {
      // Where `await` is a name.
      return parseAs({ sourceType: 'script', allowAwaitOutsideFunction: false }).program as SyntaxNode;
    } catch {
      throw error;
    }
  }
}
