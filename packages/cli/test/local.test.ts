import { runBin, tempDir, writeFiles } from '@dynamodb-migrate/test-tools';

const { 'people.ndjson': people, 'print.js': print } = writeFiles(tempDir(), {
  'people.ndjson': '{"id":"a","n":1}\n{"id":{"S":"b"}}\n',
  'print.js': 'module.exports = (record, dyno, callback) => { console.log(record.id); callback(); };',
});

test('an embedded DynamoDB to run a script on', async () => {
  const local = runBin(['local', '--port', '0', '--table', 'people:id', '--seed', people], { input: null });
  const greeting: string = await new Promise((resolve) => {
    let text = '';
    local.child.stdout!.on('data', (chunk) => {
      text += chunk;
      if (text.includes('Ctrl-C')) resolve(text);
    });
  });
  const endpoint = /listens at (\S+)/.exec(greeting)![1]!;
  expect(greeting).toContain('people: 2 records from ');
  expect(greeting).toContain(`dynamodb-migrate scan local/people SCRIPT --endpoint ${endpoint}`);
  const { code, stdout } = await runBin(['scan', 'local/people', print, '--endpoint', endpoint]);
  expect({ code, ids: stdout.split('\n').filter(Boolean).sort() }).toEqual({ code: 0, ids: ['a', 'b'] });
  local.child.kill('SIGTERM');
  expect(await local).toMatchObject({ code: 0 });
});

test('a table that cannot be understood', async () => {
  const { code, stderr } = await runBin(['local', '--port', '0', '--table', 'people']);
  expect(stderr).toMatch(/^error: The table "people" cannot be understood/);
  expect(code).toBe(2);
});

test('the demo', async () => {
  const { code, stdout, stderr } = await runBin(['demo']);
  expect(stdout).toMatch(/4 experiments would get an access list\n[\s\S]*4 experiments got an access list\n/);
  expect(stdout).toMatch(/exp-1 {2}\+ acl/);
  expect(stdout).toMatch(/exp-3 {2}as it was/);
  expect(stdout).toMatch(/Rolled back[\s\S]*exp-1 {2}as it was\n[\s\S]*exp-5 {2}as it was\n/);
  expect(stderr).toMatch(/^dry run: 5 records in/);
  expect(stderr).toMatch(/^preview: 5 records, 4 UpdateItem in [^\n]*nothing written/m);
  expect(stderr).toMatch(/^live: 5 records, 4 UpdateItem, in/m);
  expect(stderr).toMatch(/^rollback of [^\n]*: 4 restored in/m);
  expect(code).toBe(0);
});
