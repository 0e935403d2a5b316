import { children, type SyntaxNode, walk } from '@dynamodb-migrate/syntax';
import { type ClientCall, clientCalls } from './client-calls';
import { exportedFunction, isFunction, namedFunction } from './exported-function';

/**
 * Calls of a client whose request is never sent: they have no callback, and what they give is awaited, dropped or returned
 * to nobody who would send it. What may yet be sent is not found.
 */
export function unsentRequests(program: SyntaxNode): (ClientCall & { line: number })[] {
  const calls = clientCalls(program);
  if (calls.length === 0) return [];
  const isLost = fateIn(program);
  return calls.filter(({ node }) => isLost(node)).map((call) => ({ ...call, line: call.node.loc?.start.line ?? 1 }));
}

/** What a request's events are listened to with, each giving the request again. */
const listening = /^(on|onAsync|onComplete|addListener|removeListener|removeAllListeners)$/;

/** Tells of the value of each expression of a program whether it ends where nobody can send it. */
function fateIn(program: SyntaxNode): (node: SyntaxNode) => boolean {
  const parents = new Map<SyntaxNode, SyntaxNode>();
  for (const node of walk(program)) for (const child of children(node)) parents.set(child, node);
  const entries = new Set([
    exportedFunction(program),
    ...[...parents.keys()].flatMap((node) => ['finish', 'down'].map((name) => namedFunction(node, name))),
  ]);

  function isLost(node: SyntaxNode): boolean {
    const parent = parents.get(node)!;
    switch (parent.type) {
      case 'AwaitExpression':
      case 'ExpressionStatement':
        return true;
      case 'UnaryExpression':
        return parent.operator === 'void';
      case 'ParenthesizedExpression':
      case 'TSNonNullExpression':
      case 'TSAsExpression':
      case 'TSSatisfiesExpression':
        return isLost(parent);
      case 'LogicalExpression':
        return parent.right === node && isLost(parent);
      case 'ConditionalExpression':
        return parent.test !== node && isLost(parent);
      case 'SequenceExpression':
        return parent.expressions.at(-1) !== node || isLost(parent);
      case 'MemberExpression':
      case 'OptionalMemberExpression': {
        const call = parents.get(parent)!;
        return isCallOf(call, parent, listening) && isLost(call);
      }
      case 'VariableDeclarator':
        return parent.id.type === 'Identifier' && usesOf(parent.id).every(isLost);
      case 'ReturnStatement':
        return isReturnLost(functionAround(parent));
      case 'ArrowFunctionExpression':
        return parent.body === node && isReturnLost(parent);
      case 'ArrayExpression':
        return isJoined(parent);
      case 'CallExpression':
        return isPromiseCall(parent);
      default:
        return false;
    }
  }

  function isReturnLost(of: SyntaxNode | undefined): boolean {
    if (!of) return false;
    if (of.async || entries.has(of)) return true;
    const call = parents.get(of)!;
    if (call.type !== 'CallExpression' || call.callee === of) return false;
    if (isCallOf(call, call.callee, /^(then|catch|finally|forEach)$/)) return true;
    return isCallOf(call, call.callee, /^(map|flatMap)$/) && isJoined(call);
  }

  /** Whether values are waited for together, as if they were promises. */
  function isJoined(values: SyntaxNode): boolean {
    return isPromiseCall(parents.get(values)!);
  }

  function functionAround(node: SyntaxNode): SyntaxNode | undefined {
    for (let around = parents.get(node); around; around = parents.get(around)) if (isFunction(around)) return around;
    return undefined;
  }

  function usesOf(variable: SyntaxNode): SyntaxNode[] {
    const isName = (node: SyntaxNode) => {
      const { type, property, computed } = parents.get(node) ?? ({} as SyntaxNode);
      return property !== node || computed || !/MemberExpression$/.test(type);
    };
    return [...walk(program)].filter(
      (node) => node.type === 'Identifier' && node.name === variable.name && node !== variable && isName(node),
    );
  }

  return isLost;
}

function isCallOf({ type, callee }: SyntaxNode, member: SyntaxNode, names: RegExp): boolean {
  return /^(Optional)?CallExpression$/.test(type) && callee === member && names.test(member.property?.name ?? '');
}

function isPromiseCall({ type, callee }: SyntaxNode): boolean {
  if (type !== 'CallExpression' || callee.object?.name !== 'Promise') return false;
  return /^(all|allSettled|any|race|resolve)$/.test(callee.property.name);
}
