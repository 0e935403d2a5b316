import { isObject } from '../../items/is-object';
import type { Document, Foreign } from './foreign';
import { hasOnly, isFullItem } from './shape';

const incremental = new Set(['Metadata', 'Keys', 'NewImage', 'OldImage']);
const events = new Set(['Records', 'NextShardIterator', 'MillisBehindLatest']);

/** What became of items: incremental exports to S3, records of DynamoDB's streams, and the events that bring those. */
export function change(document: Document): Foreign | undefined {
  if (isObject(document.Metadata) && isFullItem(document.Keys) && hasOnly(document, incremental)) {
    return changes('a line of an incremental export to S3', [document]);
  }
  if (isStreamRecord(document)) return changes('a record of a DynamoDB stream', [document.dynamodb], [document]);
  const { Records: records } = document;
  if (!Array.isArray(records) || !hasOnly(document, events)) return undefined;
  if (records.length > 0 && records.every(({ kinesis }) => typeof kinesis?.data === 'string')) {
    const hint = "Make lines of them: jq -c '.Records[].kinesis.data | @base64d | fromjson'";
    return {
      name: 'an event of Kinesis',
      items: [],
      refusal: { why: 'whose records are in base64', hint },
      isUnmistakable: true,
    };
  }
  if (!records.every((record) => isObject(record) && isStreamRecord(record))) return undefined;
  const images = records.map(({ dynamodb }) => dynamodb);
  return { ...changes('an event of a DynamoDB stream', images, records), isUnmistakable: records.length > 0 };
}

function isStreamRecord({ eventName, dynamodb }: Document): boolean {
  return /^(INSERT|MODIFY|REMOVE)$/.test(eventName) && isObject(dynamodb) && isFullItem(dynamodb.Keys);
}

/** Hands on what was written. What was removed has no record any more. */
function changes(name: string, images: readonly Document[], records: readonly Document[] = []): Foreign {
  const imageless = records.find(({ eventName, dynamodb }) => eventName !== 'REMOVE' && !isObject(dynamodb.NewImage));
  const written = images.flatMap(({ NewImage }, index) =>
    records[index]?.eventName === 'REMOVE' ? [] : (NewImage ?? []),
  );
  const view = imageless?.dynamodb.StreamViewType;
  return {
    name,
    items: written,
    reading: 'what it says was written is read as records',
    ...(written.length < images.length && { passedOver: 'deletion' }),
    ...(imageless && {
      refusal: {
        why: `which does not hold what was written${view ? ` (${view})` : ''}`,
        hint: 'Records come of streams with NEW_IMAGE or NEW_AND_OLD_IMAGES.',
      },
    }),
    isUnmistakable: true,
  };
}
