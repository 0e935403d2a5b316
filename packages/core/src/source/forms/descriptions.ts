import { isObject } from '../../items/is-object';
import type { Document, Foreign } from './foreign';

/** Documents about records that hold none: descriptions of tables, with which exports of dyno begin, and manifests of exports. */
export function description(document: Document): Foreign | undefined {
  const table = isObject(document.Table) && Object.keys(document).length === 1 ? document.Table : document;
  if (isTable(table)) {
    return {
      name: `the description of table ${table.TableName} at the head of a dyno export`,
      items: [],
      reading: 'passed over',
      isUnmistakable: true,
    };
  }
  if (typeof document.dataFileS3Key === 'string' || typeof document.manifestFilesS3Key === 'string') {
    const hint = 'The records are in the files of its folder data.';
    return {
      name: 'of the manifest of an export to S3',
      items: [],
      refusal: { why: 'which holds no records', hint },
      isUnmistakable: true,
    };
  }
  return undefined;
}

function isTable({ TableName, KeySchema, AttributeDefinitions }: Document): boolean {
  return (
    typeof TableName === 'string' &&
    Array.isArray(AttributeDefinitions) &&
    Array.isArray(KeySchema) &&
    KeySchema.length > 0 &&
    KeySchema.every((key) => isObject(key) && typeof key.AttributeName === 'string' && typeof key.KeyType === 'string')
  );
}
