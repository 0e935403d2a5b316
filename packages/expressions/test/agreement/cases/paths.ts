import fc, { type Arbitrary } from 'fast-check';
import type { Piece, Steps } from './draft';
import { attributes } from './values';

const names = [...Object.keys(attributes), ...Object.keys(attributes), 'g', 'none'];
const within: Arbitrary<Steps> = fc.oneof(
  fc.nat(5).map((index) => ['l', index]),
  fc.constantFrom('x', 'y', 'z', 'w').map((name) => ['m', name]),
  fc.tuple(fc.constantFrom('x', 'y'), fc.nat(2)).map(([name, index]) => ['m', name, index]),
  fc.tuple(fc.nat(2), fc.constantFrom('x', 'y')).map(([index, name]) => ['l', index, name]),
  fc.tuple(fc.nat(2), fc.nat(2)).map(([a, b]) => ['l', a, b]),
  fc.tuple(fc.constantFrom('any', 'n', 's', 'none'), fc.constantFrom('x', 0)).map(([name, step]) => [name, step]),
  fc.constant(['m', 'x', 'y']),
  fc.constantFrom(['id', 'x'], ['at', 0], ['g', 'x'], ['g', 0], ['id'], ['at']),
);

/** Paths into items. */
export const steps: Arbitrary<Steps> = fc.oneof(
  { weight: 5, arbitrary: fc.constantFrom(...names).map((name) => [name]) },
  { weight: 2, arbitrary: within },
);
export const paths: Arbitrary<Piece> = steps.map((path) => (draft) => draft.path(path));

/** Paths that lead to one of these attributes, mostly. */
export const pathsTo = (...wanted: string[]): Arbitrary<Piece> =>
  fc
    .oneof(
      { weight: 12, arbitrary: fc.constantFrom(...wanted).map((name) => [name] as Steps) },
      { weight: 2, arbitrary: within },
      { weight: 1, arbitrary: steps },
    )
    .map((path) => (draft) => draft.path(path));
