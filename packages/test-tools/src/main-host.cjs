// A process that runs one command line after the other through `main`, as a program would; `run-main.ts` talks to it.
const { Readable } = require('node:stream');
const path = require('node:path');
const { main } = require(path.join(__dirname, '../../cli/dist/bin/migrate.js'));

const quiet = { AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true' };

// Whatever a script has left open must not outlive the tests.
process.on('disconnect', () => process.exit());

process.on('message', async ({ args, cwd, env, input }) => {
  const printed = { stdout: '', stderr: '' };
  const output = (name) => ({
    isTTY: false,
    on() {},
    write(text, ...rest) {
      printed[name] += text;
      rest.find((one) => typeof one === 'function')?.();
      return true;
    },
  });
  const io = {
    stdout: output('stdout'),
    stderr: output('stderr'),
    stdin: Readable.from(input === '' ? [] : [Buffer.from(input, 'latin1')]),
    env: { ...env, ...quiet },
    cwd,
  };
  // What scripts print; with data on stdout it goes to stderr, as in the bin.
  const isData = args.includes('--json') || args.includes('--markdown');
  process.stdout.write = isData ? io.stderr.write : io.stdout.write;
  process.stderr.write = io.stderr.write;
  const { code } = await main(args, io);
  const exitCode = code > 128 ? code : process.exitCode || code;
  process.exitCode = undefined;
  process.send({ code: exitCode, signal: null, ...printed });
});
