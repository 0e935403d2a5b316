import { parseSeedSpec } from '../../src';

test.each([
  ['experiments.ndjson', 'experiments', 'experiments.ndjson'],
  ['data/my.table.json.gz', 'my.table', 'data/my.table.json.gz'],
  ['fleet-1', 'fleet-1', 'fleet-1'],
  ['users=data/dump.json', 'users', 'data/dump.json'],
  ['data/2021=x.ndjson', '2021=x', undefined],
])('%s', (spec, table, file) => {
  if (file) expect(parseSeedSpec(spec)).toEqual({ table, file });
  else expect(() => parseSeedSpec(spec)).toThrow(expect.objectContaining({ code: 'BAD_SEED_SPEC' }));
});
