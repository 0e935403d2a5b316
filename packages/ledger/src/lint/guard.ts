import { type SyntaxNode, walk } from '@dynamodb-migrate/syntax';
import { exportedFunction, mentions, parameter } from './exported-function';

const writes = /^(put|update|delete|batchWrite|transactWrite)(Item|Items|All|ItemRequests)?(Async)?$|^putStream$/;

/** The line of the first write of a script that never asks whether it has a client; undefined where all is well. */
export function unguardedWrite(program: SyntaxNode): number | undefined {
  const exported = exportedFunction(program);
  const dyno = exported && parameter(exported, 1);
  if (!dyno) return undefined;
  const nodes = [...walk(program)];
  if (nodes.some((node) => tests(node).some((test) => mentions(test, dyno)))) return undefined;
  const write = nodes.find(({ type, callee }) => type === 'CallExpression' && isWrite(callee, dyno));
  return write && (write.loc?.start.line ?? 1);
}

function isWrite({ type, object, property }: SyntaxNode, dyno: string): boolean {
  return type === 'MemberExpression' && object.name === dyno && writes.test(property.name ?? '');
}

/** What a node decides by. */
function tests(node: SyntaxNode): (SyntaxNode | null | undefined)[] {
  switch (node.type) {
    case 'IfStatement':
    case 'ConditionalExpression':
    case 'WhileStatement':
      return [node.test];
    case 'LogicalExpression':
      return [node.left];
    case 'SwitchStatement':
      return [node.discriminant];
    case 'UnaryExpression':
      return [node.argument];
    case 'BinaryExpression':
      return [node.left, node.right];
    case 'AssignmentPattern':
      return [node.left];
    case 'OptionalMemberExpression':
      return [node.object];
    default:
      return [];
  }
}
