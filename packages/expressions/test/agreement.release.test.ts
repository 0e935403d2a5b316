import { agreement } from './agreement/agreement';

agreement({
  dynalite: { 'by themselves': 6_000, 'over partitions': 14_000 },
  'DynamoDB Local': { 'by themselves': 7_000, 'in transactions': 10_000, 'over partitions': 68_000 },
});
