export { currentRecord, inRecord, type RecordScope, recordName } from './engine/record-scope';
export { MigrateError, type MigrateErrorOptions } from './error';
export type { AttributeValue, Item } from './items/attribute-value';
export * from './send/send';
export { ServiceError, type ServiceErrorDetails } from './send/service-error';
export type { Page, Source } from './source/source';
