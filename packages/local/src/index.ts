export { openScratch, type Scratch, type ScratchOptions } from './scratch';
export { readSeed, type SeedRecord } from './seed/read-seed';
export { type Seeded, seedFrom, seedItems } from './seed/seed';
export { parseSeedSpec, type SeedFile } from './seed/seed-file';
export { type Local, type LocalOptions, startLocal } from './server/start-local';
export { ensureTable } from './table/ensure-table';
export { parseTableSpec, type TableDefinition } from './table/spec';
