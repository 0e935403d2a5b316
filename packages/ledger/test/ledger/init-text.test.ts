import { initText } from '../../src';
import { keySchema } from '../../src/ledger/table';

test.each(['cloudformation', 'terraform'] as const)('%s makes the table that init makes', (kind) => {
  const text = initText(kind, 'our-ledger');
  expect(text).toContain('our-ledger');
  expect(text).toContain('PAY_PER_REQUEST');
  for (const { AttributeName } of keySchema) expect(text).toContain(AttributeName);
});
