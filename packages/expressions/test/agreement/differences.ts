import type { Item } from '../../src';
import type { Case, Verdict } from './cases/case';
import { ordersUnordered } from './compared-attributes';
import { shape } from './request';

/** Where an engine does not do what AWS documents. */
export interface Difference {
  name: string;
  engine: 'dynalite' | 'DynamoDB Local';
  /** What the engine does. */
  does: string;
  /** What AWS says of it, which is what this package does. */
  documented: string;
  source: string;
  recognises(one: Case, ours: Verdict, theirs: Verdict): boolean;
}

const guide = 'https://docs.aws.amazon.com/amazondynamodb/latest/developerguide';
const reference = 'https://docs.aws.amazon.com/amazondynamodb/latest/APIReference';

export const differences: readonly Difference[] = [
  {
    name: 'JSON of the wrong type',
    engine: 'DynamoDB Local',
    does: 'takes a number for text, ignores what it cannot read, or fails with InternalFailure',
    documented: 'a value is text, a boolean, a list or a map by its type; what is not is a SerializationException',
    source: `${reference}/API_AttributeValue.html`,
    recognises: (_one, ours) => ours.error === 'SerializationException',
  },
  {
    name: 'key attributes of an index in an update',
    engine: 'DynamoDB Local',
    does: 'stores an attribute of a type or size that no key of the index can have, or fails with InternalFailure',
    documented: 'an item whose index key attribute has another type is refused with a ValidationException',
    source: `${guide}/GSI.html#GSI.DataTypes`,
    recognises: (one, ours, theirs) =>
      one.operation === 'UpdateItem' &&
      /Index ?Key|Size of hashkey/.test(messageOf(ours)) &&
      (theirs.error === undefined || theirs.error === 'InternalFailure'),
  },
  {
    name: 'AttributeUpdates behind the condition',
    engine: 'DynamoDB Local',
    does: 'looks at the condition before it looks whether the actions are such',
    documented: 'a request that does not satisfy the constraints is a ValidationException, whatever the item',
    source: `${guide}/Programming.Errors.html`,
    recognises: ({ input }, ours, theirs) =>
      input.AttributeUpdates !== undefined &&
      ours.error === 'ValidationException' &&
      theirs.error === 'ConditionalCheckFailedException',
  },
  {
    name: 'updates of the key behind the condition',
    engine: 'DynamoDB Local',
    does: 'looks at the condition before it looks whether the key would be changed',
    documented: 'a request that does not satisfy the constraints is a ValidationException, whatever the item',
    source: `${guide}/Programming.Errors.html`,
    recognises: (_one, ours, theirs) =>
      /This attribute is part of the key|Key attributes must be scalars/.test(messageOf(ours)) &&
      theirs.error === 'ConditionalCheckFailedException',
  },
  {
    name: 'UPDATED_OLD and UPDATED_NEW of nested attributes',
    engine: 'DynamoDB Local',
    does: 'shows the whole attribute that holds what was updated',
    documented: 'only the updated attributes are returned',
    source: `${reference}/API_UpdateItem.html#DDB-UpdateItem-request-ReturnValues`,
    recognises: ({ input }, ours, theirs) =>
      /^UPDATED/.test(input.ReturnValues) &&
      /[.[]/.test(input.UpdateExpression) &&
      ours.error === undefined &&
      theirs.error === undefined &&
      shows(theirs.output, ours.output),
  },
  {
    name: 'if_not_exists of a path that exists, otherwise of one that does not',
    engine: 'DynamoDB Local',
    does: 'refuses the update, although what comes after the comma is not asked for',
    documented: 'if_not_exists evaluates to its second operand only where there is no attribute at the path',
    source: `${guide}/Expressions.UpdateExpressions.html#Expressions.UpdateExpressions.SET.PreventingAttributeOverwrites`,
    recognises: ({ input }, ours, theirs) =>
      /if_not_exists/.test(input.UpdateExpression) &&
      ours.error === undefined &&
      /refers to an attribute that does not exist/.test(messageOf(theirs)),
  },
  {
    name: 'types of legacy CONTAINS',
    engine: 'DynamoDB Local',
    does: 'takes a value of any type',
    documented: 'the value is a string, a number or a binary',
    source: `${guide}/LegacyConditionalParameters.Conditions.html`,
    recognises: (_one, ours, theirs) =>
      /ComparisonOperator (NOT_)?CONTAINS is not valid/.test(messageOf(ours)) && theirs.error !== 'ValidationException',
  },
  {
    name: 'operators that select no keys',
    engine: 'DynamoDB Local',
    does: 'fails with InternalFailure',
    documented: 'KeyConditions have EQ, LE, LT, GE, GT, BEGINS_WITH and BETWEEN; others are a ValidationException',
    source: `${guide}/LegacyConditionalParameters.KeyConditions.html`,
    recognises: ({ input }, ours, theirs) =>
      input.KeyConditions !== undefined && ours.error === 'ValidationException' && theirs.error === 'InternalFailure',
  },
  {
    name: 'conditions beyond the embedded engine',
    engine: 'dynalite',
    does: 'cannot evaluate contains and begins_with with some values, and says so',
    documented: 'contains looks for an element of any type in a list',
    source: `${guide}/Expressions.OperatorsAndFunctions.html`,
    recognises: (_one, _ours, theirs) => theirs.error === 'MigrateError',
  },
  {
    name: 'begins_with where there is nothing',
    engine: 'dynalite',
    does: 'fails with InternalServerError',
    documented: 'a function of an attribute that is not there is false',
    source: `${guide}/Expressions.OperatorsAndFunctions.html`,
    recognises: (_one, _ours, theirs) => theirs.error === 'InternalServerError',
  },
  {
    name: 'numbers with a plus, or with a point at an end',
    engine: 'dynalite',
    does: 'takes +7, .5 and 5. for no numbers',
    documented: 'a number is text that reads as one; Amazon’s own engine takes all three',
    source: `${guide}/HowItWorks.NamingRulesDataTypes.html#HowItWorks.DataTypes.Number`,
    recognises: ({ input }, _ours, theirs) =>
      /"(\+\d|\.\d|\d+\."|.*\d\.")/.test(JSON.stringify(input)) &&
      /cannot be converted to a numeric value/.test(messageOf(theirs)),
  },
  {
    name: 'ConditionalOperator for a single condition',
    engine: 'dynalite',
    does: 'takes a ConditionalOperator that has nothing to join',
    documented: 'it joins the conditions of a map; Amazon’s own engine refuses it where there are not two',
    source: `${guide}/LegacyConditionalParameters.ConditionalOperator.html`,
    recognises: (_one, ours) => /^ConditionalOperator/.test(messageOf(ours)),
  },
  {
    name: 'types of legacy EQ and NE',
    engine: 'dynalite',
    does: 'refuses booleans, nulls, lists and maps in a QueryFilter',
    documented: 'EQ and NE are supported for all data types, including lists and maps',
    source: `${guide}/LegacyConditionalParameters.Conditions.html`,
    recognises: ({ input }, _ours, theirs) =>
      input.QueryFilter !== undefined &&
      /ComparisonOperator (EQ|NE) is not valid for (BOOL|NULL|L|M) /.test(messageOf(theirs)),
  },
  {
    name: 'types of comparisons',
    engine: 'dynalite',
    does: 'orders sets, booleans, nulls, lists and maps, or finds them different',
    documented: 'they have no order; Amazon’s own engine refuses them in <, <=, >, >= and BETWEEN',
    source: `${guide}/Expressions.OperatorsAndFunctions.html`,
    recognises: (_one, ours, theirs) =>
      /Incorrect operand type.*: (<|<=|>|>=|BETWEEN), operand type/.test(messageOf(ours)) &&
      theirs.error !== 'ValidationException',
  },
  {
    name: 'types in Expected',
    engine: 'dynalite',
    does: 'compares values of types that an operator does not have',
    documented: 'each operator has its types',
    source: `${guide}/LegacyConditionalParameters.Conditions.html`,
    recognises: ({ input }, ours, theirs) =>
      input.Expected !== undefined &&
      /ComparisonOperator \w+ is not valid for/.test(messageOf(ours)) &&
      theirs.error !== 'ValidationException',
  },
  {
    name: 'ConditionalOperator beside an expression',
    engine: 'dynalite',
    does: 'takes no notice of it in a PutItem or DeleteItem',
    documented: 'legacy parameters cannot be mixed with expressions',
    source: `${guide}/LegacyConditionalParameters.html`,
    recognises: ({ input }, ours) =>
      input.ConditionalOperator !== undefined && /parameters: {ConditionalOperator}/.test(messageOf(ours)),
  },
  {
    name: 'empty and long keys of an index',
    engine: 'dynalite',
    does: 'stores what is empty or too long for a key of the index',
    documented: 'key attributes have a length, of 2048 bytes at most (hash) or 1024 (range)',
    source: `${guide}/Constraints.html#limits-partition-sort-keys`,
    recognises: (_one, ours, theirs) =>
      /IndexKey: g$|Size of hashkey/.test(messageOf(ours)) && theirs.error !== 'ValidationException',
  },
  {
    name: 'what comes of an update before its condition',
    engine: 'dynalite',
    does: 'refuses what an update would make of the item, or might, although its condition does not hold',
    documented: 'an update is made only where its condition holds',
    source: `${guide}/Expressions.ConditionExpressions.html`,
    recognises: (one, ours, theirs) =>
      one.operation === 'UpdateItem' &&
      ours.error === 'ConditionalCheckFailedException' &&
      /Type mismatch for Index Key|more than 38 significant digits/.test(messageOf(theirs)),
  },
  {
    name: 'what if_not_exists might give the key of an index',
    engine: 'dynalite',
    does: 'refuses a second operand that can be no key of the index, although it is not asked for',
    documented: 'if_not_exists evaluates to its second operand only where there is no attribute at the path',
    source: `${guide}/Expressions.UpdateExpressions.html#Expressions.UpdateExpressions.SET.PreventingAttributeOverwrites`,
    recognises: ({ input }, ours, theirs) =>
      /g = if_not_exists/.test(input.UpdateExpression) &&
      ours.error === undefined &&
      /Type mismatch for Index Key/.test(messageOf(theirs)),
  },
  {
    name: 'words beside placeholders',
    engine: 'dynalite',
    does: 'does not read a word that a placeholder follows at once, such as NOT#a',
    documented: 'white space is needed between words only; Amazon’s own engine reads it',
    source: `${guide}/Expressions.OperatorsAndFunctions.html#Expressions.OperatorsAndFunctions.Syntax`,
    recognises: ({ input }, _ours, theirs) =>
      /\w[#:]/.test(`${input.UpdateExpression} ${input.ConditionExpression} ${input.FilterExpression}`) &&
      /Syntax error; Expected/.test(messageOf(theirs)),
  },
  {
    name: 'order of characters beyond the first plane',
    engine: 'dynalite',
    does: 'compares strings by their UTF-16 code units',
    documented: 'strings are compared by the bytes of their UTF-8 encoding',
    source: `${guide}/HowItWorks.NamingRulesDataTypes.html#HowItWorks.DataTypes.String`,
    recognises: (one) =>
      /[\u{10000}-\u{10ffff}]/u.test(JSON.stringify(one)) && /[<>]|BETWEEN|"[LG][TE]"/.test(JSON.stringify(one.input)),
  },
  {
    name: 'ReturnValues of a DeleteItem',
    engine: 'dynalite',
    does: 'looks at the condition before it looks at ReturnValues',
    documented: 'DeleteItem does not recognize any values other than NONE or ALL_OLD',
    source: `${reference}/API_DeleteItem.html#DDB-DeleteItem-request-ReturnValues`,
    recognises: ({ operation }, ours, theirs) =>
      operation === 'DeleteItem' &&
      /ReturnValues can only be/.test(messageOf(ours)) &&
      theirs.error !== 'ValidationException',
  },
  {
    name: 'paths into the key in a condition',
    engine: 'dynalite',
    does: 'takes them, and finds nothing there',
    documented: 'key attributes are scalars; Amazon’s own engine refuses a path into one',
    source: `${guide}/HowItWorks.CoreComponents.html#HowItWorks.CoreComponents.PrimaryKey`,
    recognises: (_one, ours, theirs) =>
      /Key attributes must be scalars/.test(messageOf(ours)) && theirs.error !== 'ValidationException',
  },
  {
    name: 'list_append within a function',
    engine: 'dynalite',
    does: 'evaluates it',
    documented: 'list_append is no operand; Amazon’s own engine refuses it',
    source: `${guide}/Expressions.UpdateExpressions.html`,
    recognises: (_one, ours, theirs) =>
      /not allowed to be used this way.*list_append/.test(messageOf(ours)) && theirs.error !== 'ValidationException',
  },
  {
    name: 'comparisons of nothing with nothing',
    engine: 'dynalite',
    does: 'finds what is not there between, among, at most or at least what is not there',
    documented: 'a comparison with an attribute that is not there is false',
    source: `${guide}/Expressions.OperatorsAndFunctions.html`,
    recognises: ({ input }, ours, theirs) =>
      /BETWEEN|IN|[<>]=/i.test(input.ConditionExpression ?? input.FilterExpression) &&
      ours.error !== 'ValidationException' &&
      // What it finds to hold it carries out, which may be refused.
      (theirs.error !== 'ValidationException' || ours.error === 'ConditionalCheckFailedException'),
  },
  {
    name: 'order of attributes that have none',
    engine: 'dynalite',
    does: 'orders two attributes of one type by their text, whatever type that is',
    documented: 'numbers, strings and binaries have an order',
    source: `${guide}/Expressions.OperatorsAndFunctions.html`,
    recognises: ({ before, input }, ours, theirs) =>
      ordersUnordered(before, input) &&
      (theirs.error === undefined || ours.error === 'ConditionalCheckFailedException'),
  },
  {
    name: 'operands that come again',
    engine: 'dynalite',
    does: 'compares an attribute with itself in IN, BETWEEN and if_not_exists',
    documented: 'Amazon’s own engine refuses a first operand that comes again',
    source: `${guide}/Expressions.OperatorsAndFunctions.html`,
    recognises: (_one, ours, theirs) =>
      /must be distinct.*: (IN|BETWEEN|if_not_exists),/.test(messageOf(ours)) && theirs.error !== 'ValidationException',
  },
  {
    name: 'list indexes with a zero in front',
    engine: 'dynalite',
    does: 'takes [00] for [0]',
    documented: 'a list index is a number; Amazon’s own engine refuses [00]',
    source: `${guide}/Expressions.Attributes.html#Expressions.Attributes.NestedElements.DocumentPathExamples`,
    recognises: (_one, ours, theirs) =>
      /token: "\d+", near: "0\d/.test(messageOf(ours)) && theirs.error !== 'ValidationException',
  },
];

/** The difference that a case shows, of those of an engine. */
export function differenceIn(engine: string, one: Case, ours: Verdict, theirs: Verdict): Difference | undefined {
  return differences.find((difference) => difference.engine === engine && difference.recognises(one, ours, theirs));
}

function messageOf(verdict: Verdict): string {
  return verdict.error === undefined ? '' : verdict.message;
}

/** Whether an output has all attributes of another, in whatever form. */
function shows(whole: Item | undefined, part: Item | undefined): boolean {
  return Object.keys(part ?? {}).every((name) => whole?.[name] !== undefined) && !shape.keys.some((key) => part?.[key]);
}
