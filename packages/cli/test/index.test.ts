import { execFileSync } from 'node:child_process';
import path from 'node:path';

const built = JSON.stringify(path.join(__dirname, '../dist/index.js'));
const names = 'defineConfig listRuns openFleet pruneRuns rollBack runScript showRun startLocal tune'.split(' ');

test('everything is exported by name to modules of both kinds', () => {
  const imported = `import migrate, { ${names.join(', ')} } from ${built};
    const named = { ${names.join(', ')} };
    console.log(JSON.stringify(Object.keys(named).filter((name) => typeof named[name] === 'function' && migrate[name] === named[name])));`;
  const required = `const migrate = require(${built});
    console.log(JSON.stringify(Object.keys(migrate).filter((name) => typeof migrate[name] === 'function').sort()));`;
  const run = (...args: string[]) => JSON.parse(execFileSync(process.execPath, args).toString());
  expect(run('--input-type=module', '-e', imported)).toEqual(names);
  expect(run('-e', required)).toEqual(names);
});

test('defineConfig gives a configuration back', () => {
  const program = `console.log(JSON.stringify(require(${built}).defineConfig({ folder: 'x' })))`;
  expect(JSON.parse(execFileSync(process.execPath, ['-e', program]).toString())).toEqual({ folder: 'x' });
});
