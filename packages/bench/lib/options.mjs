import { parseArgs } from 'node:util';

/**
 * Reads the command line of a bench: `--items`, `--rounds`, `--latency` (milliseconds a page), `--only a,b`, `--json`,
 * `--large-numbers` (of more digits than a double has), `--large-items` (of 1 KB with nested maps), `--variant "FLAGS"` (any number of times: the tool once more with
 * these flags), and what `more` adds.
 */
export function benchOptions(defaults, more = {}) {
  const { values } = parseArgs({
    args: joinVariants(process.argv.slice(2)),
    options: {
      items: { type: 'string', default: String(defaults.items) },
      rounds: { type: 'string', default: String(defaults.rounds) },
      latency: { type: 'string', default: '0' },
      only: { type: 'string' },
      json: { type: 'boolean', default: false },
      'large-numbers': { type: 'boolean', default: false },
      'large-items': { type: 'boolean', default: false },
      variant: { type: 'string', multiple: true, default: [] },
      ...more,
    },
  });
  return {
    ...values,
    items: Number(values.items),
    rounds: Number(values.rounds),
    latency: Number(values.latency),
    only: values.only?.split(','),
  };
}

// parseArgs takes no value that starts with a dash unless it is joined by an equals sign.
function joinVariants(args) {
  return args.flatMap((arg, index) => {
    if (args[index - 1] === '--variant') return [];
    return arg === '--variant' ? `--variant=${args[index + 1] ?? ''}` : arg;
  });
}
