import { type SyntaxNode, walk } from '@dynamodb-migrate/syntax';
import { exportedFunction, isFunction, namedFunction, parameter } from './exported-function';

/** A call of a client's method that gives a request, and has no callback. */
export interface ClientCall {
  node: SyntaxNode;
  method: string;
  writes: boolean;
  /** It gives several requests, which are sent by `sendAll`. */
  isSet: boolean;
}

const methods = /^(get|put|update|delete|batchGet|batchWrite)Item$|^(query|scan|listTables|describeTable)$/;
const documented = /^(get|put|update|delete|query|scan|batchGet|batchWrite)$/;
const sets = /^batch(Get|Write)(ItemRequests|All)$/;
const clientsInside = /^(_client|_tableFreeClient|read|write)$/;
const documentClients = /^(_docClient|_tableFreeDocClient)$/;

/** The calls in a program that make requests and leave it to others to send them. */
export function clientCalls(program: SyntaxNode): ClientCall[] {
  const nodes = [...walk(program)];
  const isClient = clientsOf(program, nodes);
  const functions = functionNames(nodes);
  return nodes.flatMap((node) => {
    if (!/^(Optional)?CallExpression$/.test(node.type)) return [];
    const { object, property, computed } = node.callee as SyntaxNode;
    const method: unknown = !computed && property?.name;
    if (typeof method !== 'string' || !object) return [];
    const isDocumented = documentClients.test(object.property?.name ?? '') && isClient(object.object);
    const names = isDocumented ? documented : isClient(object) ? methods : undefined;
    const isSet = names === methods && sets.test(method);
    if (!isSet && (!names?.test(method) || mayCallBack(node.arguments, method, functions))) return [];
    return [{ node, method, writes: /put|update|delete|write/i.test(method), isSet }];
  });
}

/** Tells which expressions are a client, going by names: what the script is given, and what it makes with `dyno`. */
function clientsOf(program: SyntaxNode, nodes: readonly SyntaxNode[]): (node: SyntaxNode) => boolean {
  const makers = new Set(nodes.flatMap(dynoName));
  const isMaker = (node: SyntaxNode): boolean =>
    node.type === 'Identifier' ? makers.has(node.name) : isDynoModule(node) || isMulti(node);
  const isMulti = ({ object, property }: SyntaxNode): boolean => property?.name === 'multi' && isMaker(object);
  const isMade = (node: SyntaxNode | null | undefined): boolean =>
    node != null && /^(New|Call)Expression$/.test(node.type) && !isDynoModule(node) && isMaker(node.callee);

  const names = new Set<string>();
  const exported = exportedFunction(program);
  // Its helpers call it so, too; a function that wraps the script may hand it anything.
  if (exported) names.add('dyno').add(parameter(exported, 1) ?? 'dyno');
  for (const node of nodes) {
    const finish = namedFunction(node, 'finish');
    const down = namedFunction(node, 'down');
    if (finish) names.add(parameter(finish, 0) ?? 'dyno');
    if (down) names.add(parameter(down, 1) ?? 'dyno');
  }
  const bindings = nodes.flatMap(bindingOf);
  for (const { name, value } of bindings) if (isMade(value)) names.add(name);
  // What is something else somewhere is not known to be a client anywhere.
  for (const { name, value } of bindings) if (!isMade(value)) names.delete(name);

  const isClient = (node: SyntaxNode): boolean => {
    if (node.type === 'Identifier') return names.has(node.name);
    if (node.type === 'TSNonNullExpression' || node.type === 'ParenthesizedExpression')
      return isClient(node.expression);
    if (/MemberExpression$/.test(node.type)) return clientsInside.test(node.property?.name) && isClient(node.object);
    return isMade(node);
  };
  return isClient;
}

const isDyno = (name: unknown) => name === 'dyno' || name === '@mapbox/dyno';

/** Whether a node is `require('dyno')`. */
function isDynoModule({ type, callee, arguments: given }: SyntaxNode): boolean {
  return type === 'CallExpression' && callee.name === 'require' && isDyno(given[0]?.value);
}

function dynoName({ type, id, init, source, specifiers }: SyntaxNode): string[] {
  if (type === 'VariableDeclarator') return id.type === 'Identifier' && init && isDynoModule(init) ? [id.name] : [];
  if (type !== 'ImportDeclaration' || !isDyno(source.value)) return [];
  return specifiers.map(({ local }: SyntaxNode) => local.name);
}

function bindingOf({ type, id, init, left, right }: SyntaxNode): { name: string; value: SyntaxNode }[] {
  if (type === 'VariableDeclarator' && id.type === 'Identifier' && init) return [{ name: id.name, value: init }];
  if (type === 'AssignmentExpression' && left.type === 'Identifier') return [{ name: left.name, value: right }];
  return [];
}

function functionNames(nodes: readonly SyntaxNode[]): ReadonlySet<string> {
  return new Set(
    nodes.flatMap(({ type, id, init }) => {
      const isNamed = type === 'FunctionDeclaration' || (type === 'VariableDeclarator' && init && isFunction(init));
      return isNamed && id?.name ? [id.name as string] : [];
    }),
  );
}

/** Whether one of the arguments may be a callback. Of writes the first never is: they need parameters. */
function mayCallBack(given: readonly SyntaxNode[], method: string, functions: ReadonlySet<string>): boolean {
  const [first, second] = given;
  if (given.some((one) => one.type === 'SpreadElement' || isFunction(one))) return true;
  if (second && second.type !== 'ObjectExpression' && second.name !== 'undefined') return true;
  if (!first || first.type === 'ObjectExpression' || /put|update|delete|write/i.test(method)) return false;
  return (
    first.type !== 'Identifier' || functions.has(first.name) || /(^cb|callback|done|next|resolve)$/i.test(first.name)
  );
}
