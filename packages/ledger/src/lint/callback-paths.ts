import { type SyntaxNode, walk } from '@dynamodb-migrate/syntax';
import { exportedFunction, isFunction, mentions, parameter } from './exported-function';

/** A way through a script that ends without a word to its callback. */
export interface SilentPath {
  line: number;
  message: string;
}

/**
 * Finds ways through a script on which its callback is never called. A way counts as good as soon as it so much as
 * mentions the callback, throws, or returns what may be a promise, so that what is found is hardly ever a false alarm.
 */
export function silentPaths(program: SyntaxNode): SilentPath[] {
  const exported = exportedFunction(program);
  const callback = exported && parameter(exported, 2);
  if (!callback || exported.async || exported.generator || exported.body.type !== 'BlockStatement') return [];
  if (mentions(exported.body, 'arguments')) return [];
  const { returns, open } = follow(exported.body.body, callback);
  const found = returns.map((line) => ({ line, message: `this returns without calling ${callback}` }));
  if (open === 'plain') {
    found.push({ line: lineOf(exported), message: `the end can be reached without calling ${callback}` });
  } else if (open) found.push({ line: open.catch, message: `${callback} is never called when this catch is reached` });
  return [...found, ...errorPaths(exported.body, callback)].sort((a, b) => a.line - b.line);
}

/** How statements can be left in silence. */
interface Ways {
  /** Lines of returns. */
  returns: number[];
  /** Whether what follows is reached: in the plain course of things, only by the catch at a line, or not at all. */
  open: 'plain' | { catch: number } | undefined;
}

function follow(statements: readonly SyntaxNode[], callback: string): Ways {
  const ways: Ways = { returns: [], open: 'plain' };
  for (const statement of statements) {
    const { returns, open } = step(statement, callback);
    ways.returns.push(...returns);
    if (open !== 'plain') ways.open = open;
    if (!open) break;
  }
  return ways;
}

function step(node: SyntaxNode, callback: string): Ways {
  switch (node.type) {
    case 'BlockStatement':
      return follow(node.body, callback);
    case 'IfStatement': {
      if (mentions(node.test, callback)) return spoken;
      const otherwise = node.alternate ? step(node.alternate, callback) : passed;
      return either(step(node.consequent, callback), otherwise);
    }
    case 'ReturnStatement': {
      const heard = mentions(node.argument, callback) || mayBePromise(node.argument);
      return heard ? spoken : { returns: [lineOf(node)], open: undefined };
    }
    case 'ThrowStatement':
      return spoken;
    case 'TryStatement': {
      if (mentions(node.finalizer, callback)) return spoken;
      const tried = follow(node.block.body, callback);
      const { returns, open } = node.handler ? follow(node.handler.body.body, callback) : spoken;
      return either(tried, { returns, open: open && { catch: lineOf(node.handler) } });
    }
    case 'FunctionDeclaration':
      return passed;
    default:
      return mentions(node, callback) || exits(node) ? spoken : passed;
  }
}

const spoken: Ways = { returns: [], open: undefined };
const passed: Ways = { returns: [], open: 'plain' };

function either(a: Ways, b: Ways): Ways {
  const open = a.open === 'plain' || b.open === 'plain' ? 'plain' : (a.open ?? b.open);
  return { returns: [...a.returns, ...b.returns], open };
}

/** Ways of `(err, …) => { if (err) … }` callbacks inside, that call back only when there is no error. */
function errorPaths(body: SyntaxNode, callback: string): SilentPath[] {
  const found: SilentPath[] = [];
  for (const node of walk(body)) {
    if (!isFunction(node) || node.body.type !== 'BlockStatement' || !mentions(node.body, callback)) continue;
    if (node.params.some((param: SyntaxNode) => mentions(param, callback))) continue;
    const error = parameter(node, 0);
    const statements: SyntaxNode[] = node.body.body;
    const index = statements.findIndex(({ type, test }) => type === 'IfStatement' && test.name === error);
    const check = statements[index];
    if (error === undefined || !check || statements.slice(0, index).some((one) => mentions(one, callback))) continue;
    const { returns, open } = follow([check.consequent, ...statements.slice(index + 1)], callback);
    if (returns.length > 0 || open) {
      found.push({ line: lineOf(check), message: `${callback} is never called when there is an error (${error})` });
    }
  }
  return found;
}

function mayBePromise(value: SyntaxNode | null | undefined): boolean {
  switch (value?.type) {
    case undefined:
    case 'BooleanLiteral':
    case 'NullLiteral':
    case 'NumericLiteral':
    case 'StringLiteral':
    case 'TemplateLiteral':
    case 'UnaryExpression':
    case 'UpdateExpression':
    case 'BinaryExpression':
      return false;
    case 'Identifier':
      return value?.name !== 'undefined';
    case 'CallExpression':
      return value?.callee.object?.name !== 'console';
    default:
      return true;
  }
}

function exits(node: SyntaxNode): boolean {
  for (const { type, callee } of walk(node)) {
    if (type === 'CallExpression' && callee.object?.name === 'process' && callee.property?.name === 'exit') return true;
  }
  return false;
}

function lineOf(node: SyntaxNode): number {
  return node.loc?.start.line ?? 1;
}
