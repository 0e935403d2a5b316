import {
  createTable,
  dump,
  type Engine,
  runBin,
  runMain,
  seed,
  startDynalite,
  tempDir,
  writeFiles,
} from '@dynamodb-migrate/test-tools';

interface Given {
  /** @default 3 */
  records?: number;
  /** The script's file name. */
  name?: string;
  /** Other files, by path relative to the folder of all scripts. */
  files?: { [name: string]: string };
}

/** A dynalite for the tests of a file, and scripts to run on it. */
export function useEngine() {
  const engine = {} as Engine;
  const dir = tempDir();
  let made = 0;
  beforeAll(async () => {
    Object.assign(engine, await startDynalite());
  });
  afterAll(() => engine.stop());

  /** A table of records r1, r2 …, and a script to run over it. */
  async function given(code: string, { records = 3, name = `script-${++made}.js`, files = {} }: Given = {}) {
    const table = await createTable(engine);
    const items = Array.from({ length: records }, (_, i) => ({ id: { S: `r${i + 1}` }, n: { N: String(i + 1) } }));
    await seed(engine, table, items);
    const script = writeFiles(dir, { [name]: code, ...files })[name]!;
    const line = (args: string[]) => ['scan', `us-east-1/${table}`, script, '--endpoint', engine.endpoint, ...args];
    const run = (args: string[] = [], env = {}) => runMain(line(args), { env });
    /** The same in a process of its own: for what a script does to its process, and what nobody catches. */
    const start = (args: string[] = [], env = {}) => runBin(line(args), { env });
    return { table, script, run, start };
  }

  /** How many records of a table a script has touched. */
  async function seen(table: string): Promise<number> {
    return (await dump(engine, table)).filter((item) => item.seen).length;
  }

  return { engine, dir, given, seen };
}
