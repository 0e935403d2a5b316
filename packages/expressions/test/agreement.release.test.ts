import { agreement } from './agreement/agreement';

agreement({
  dynalite: { 'by themselves': 10_000, 'over partitions': 15_000 },
  'DynamoDB Local': { 'by themselves': 10_000, 'in transactions': 10_000, 'over partitions': 65_000 },
});
