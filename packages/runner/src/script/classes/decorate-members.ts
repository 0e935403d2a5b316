import type { Babel } from './babel';
import { keyOf } from './computed-key';

interface Place {
  scope: Babel;
  /** The function that applies decorators. */
  helper: Babel;
}

const decorated = new Set(['ClassMethod', 'ClassProperty']);

/**
 * Takes the decorators off the members of a class and applies them at its end, those of static members last, so that
 * decorators of the class itself come after them. Tells whether there were any.
 */
export function decorateMembers(t: Babel, { body }: Babel, { scope, helper }: Place): boolean {
  const members = body.body.filter(({ type, decorators }: Babel) => decorated.has(type) && decorators?.length > 0);
  const own = members.filter((member: Babel) => !member.static);
  const all = [...own, ...members.filter((member: Babel) => member.static)];
  if (all.length > 0) body.body.push(t.staticBlock(all.map(applied)));
  return all.length > 0;

  function applied(member: Babel): Babel {
    const { decorators, type, static: isStatic } = member;
    member.decorators = null;
    const target = isStatic ? t.thisExpression() : t.memberExpression(t.thisExpression(), t.identifier('prototype'));
    const list = t.arrayExpression(decorators.map(({ expression }: Babel) => expression));
    const descriptor = type === 'ClassMethod' ? t.nullLiteral() : t.unaryExpression('void', t.numericLiteral(0));
    return t.expressionStatement(
      t.callExpression(t.cloneNode(helper), [list, target, keyOf(t, member, scope), descriptor]),
    );
  }
}
