import type { Babel } from './babel';

/** What a member is called by, as an expression; a key that is computed is so once, and kept under a name of its own. */
export function keyOf(t: Babel, member: Babel, scope: Babel): Babel {
  const { key, computed } = member;
  if (!computed) return key.type === 'Identifier' ? t.stringLiteral(key.name) : t.cloneNode(key);
  if (key.type === 'AssignmentExpression' && named.has(key)) return t.cloneNode(key.left);
  const name = scope.generateUidIdentifier('key');
  (scope.getFunctionParent() ?? scope.getProgramParent()).push({ id: name });
  member.key = t.assignmentExpression('=', name, key);
  named.add(member.key);
  return t.cloneNode(name);
}

const named = new WeakSet<object>();
