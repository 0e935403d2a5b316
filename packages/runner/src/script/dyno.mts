import { createRequire } from 'node:module';

// What `import … from 'dyno'` gets in a script: the same as `require('dyno')`.
const Dyno = createRequire(import.meta.url)('dyno');

export default Dyno;
export const { multi, createSet, serialize, deserialize } = Dyno;
