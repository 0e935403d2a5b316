import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { tempDir, writeFiles } from '@dynamodb-migrate/test-tools';
import { hashScript } from '../../src';

const sha256 = (text: string | Buffer) => createHash('sha256').update(text).digest('hex');

test('of a script alone is that of the file, whatever its line ends', () => {
  const text = '// größer\nconst _ = require("lodash");\nmodule.exports = () => {};\n';
  const { unix, dos } = writeFiles(tempDir(), { unix: text, dos: text.replaceAll('\n', '\r\n') });
  expect(hashScript(unix)).toBe(sha256(text));
  expect(hashScript(dos)).toBe(sha256(text));
});

test('covers relative modules, and theirs, as sha256sum would', () => {
  const dir = tempDir();
  const files = writeFiles(dir, {
    '2021-05-04-a.ts': `import { b } from './lib/b.js';\nimport type { T } from './lib/t';\nexport * from './lib';\nimport('lodash');`,
    'lib/b.ts': `import './c.json';\nexport const b = require('../lib/b');\nrequire.resolve(\`./d\`);`,
    'lib/c.json': '{}',
    'lib/d.js': 'require(process.argv[2]); import("./gone");',
    'lib/index.mjs': '',
    'lib/t.ts': 'type T = 1',
    'lib/unused.js': '',
  });
  const script = files['2021-05-04-a.ts'];
  const parts = ['2021-05-04-a.ts', 'lib/b.ts', 'lib/c.json', 'lib/d.js', 'lib/index.mjs'];
  const lines = execFileSync('sha256sum', parts, { cwd: dir });
  const before = hashScript(script);
  expect(before).toBe(sha256(lines));
  writeFileSync(path.join(dir, 'lib/unused.js'), 'changed');
  writeFileSync(path.join(dir, 'lib/t.ts'), 'type T = 2');
  expect(hashScript(script)).toBe(before);
  writeFileSync(path.join(dir, 'lib/d.js'), 'changed');
  expect(hashScript(script)).not.toBe(before);
});

test('of a script that cannot be parsed is that of the file', () => {
  const { bad } = writeFiles(tempDir(), { bad: 'require("./x"' });
  expect(hashScript(bad)).toBe(sha256('require("./x"'));
});
