export { count, counted, duration } from '@dynamodb-migrate/runner';
