import { agreement } from './agreement/agreement';

agreement({
  dynalite: { 'by themselves': 1000, 'over partitions': 3000 },
  'DynamoDB Local': { 'by themselves': 600, 'in transactions': 500, 'over partitions': 4000 },
});
