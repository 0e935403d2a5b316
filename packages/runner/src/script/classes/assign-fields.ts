import type { Babel } from './babel';
import { keyOf } from './computed-key';

/** Moves the values of a class's fields into its constructor, and drops fields that have none. */
export function assignFields(t: Babel, node: Babel, scope: Babel): void {
  const fields = node.body.body.filter(({ type, declare, abstract }: Babel) => {
    return type === 'ClassProperty' && !declare && !abstract;
  });
  const moved = fields.filter((field: Babel) => !field.static && field.value);
  const dropped = new Set(fields.filter(({ value }: Babel) => !value));
  if (moved.length > 0) {
    const statements = constructorOf(t, node);
    // What parameters declare is assigned there before them, by the plugin for types.
    const place = node.superClass ? 1 + statements.findIndex(isSuperCall) : 0;
    // Where the call is hidden in other code TypeScript refuses values.
    if (!node.superClass || place > 0) {
      statements.splice(place, 0, ...moved.map(assigned));
      for (const field of moved) dropped.add(field);
    }
  }
  node.body.body = node.body.body.flatMap((member: Babel) => (dropped.has(member) ? computation(member) : member));

  function assigned(field: Babel): Babel {
    const target = t.memberExpression(t.thisExpression(), keyOf(t, field, scope), true);
    const statement = t.expressionStatement(t.assignmentExpression('=', target, field.value));
    return Object.assign(statement, { loc: field.loc });
  }

  /** A key is computed also when its field is gone. */
  function computation({ computed, key }: Babel): Babel[] {
    return computed ? [t.staticBlock([t.expressionStatement(key)])] : [];
  }
}

function isSuperCall({ type, expression }: Babel): boolean {
  return type === 'ExpressionStatement' && expression.type === 'CallExpression' && expression.callee.type === 'Super';
}

/** The statements of the constructor, which is made where there is none. */
function constructorOf(t: Babel, { body, superClass }: Babel): Babel[] {
  const own = body.body.find(({ type, kind }: Babel) => type === 'ClassMethod' && kind === 'constructor');
  if (own) return own.body.body;
  const rest = t.identifier('rest');
  const call = t.expressionStatement(t.callExpression(t.super(), [t.spreadElement(rest)]));
  const [params, statements] = superClass ? [[t.restElement(rest)], [call]] : [[], []];
  body.body.push(t.classMethod('constructor', t.identifier('constructor'), params, t.blockStatement(statements)));
  return statements;
}
