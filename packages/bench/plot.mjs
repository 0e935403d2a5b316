import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';

/** Draws what a bench script measured (its `--json`, on stdin) as an SVG of bars, on stdout. */
const { values } = parseArgs({
  options: {
    title: { type: 'string', default: '' },
    figure: { type: 'string', default: 'cpu' },
    unit: { type: 'string', default: 's of CPU' },
    base: { type: 'string', default: 'ours' },
  },
});

const bar = 26;
const gap = 10;
const left = 240;
const width = 800;
const room = width - left - 200;

const { results, machine } = JSON.parse(readFileSync(0, 'utf8'));
const done = results.filter(({ error }) => !error);
const scale = values.figure === 'peak' ? 1e-6 : 1;
const of = (result) => result[values.figure] * scale;
const most = Math.max(...done.map(of));
const base = done.find(({ name }) => name === values.base);

const rows = done.map((result, index) => {
  const y = 44 + index * (bar + gap);
  const length = Math.max(1, (of(result) / most) * room);
  const ratio = base && result !== base ? `  (${(of(result) / of(base)).toFixed(2)} × ${values.base})` : '';
  const colour = result.name.startsWith('ours') ? '#2f7d5b' : '#8a94a0';
  return [
    `<text x="${left - 10}" y="${y + 18}" text-anchor="end">${escaped(result.name)}</text>`,
    `<rect x="${left}" y="${y}" width="${length.toFixed(1)}" height="${bar}" rx="3" fill="${colour}"/>`,
    `<text x="${(left + length + 8).toFixed(1)}" y="${y + 18}">${of(result).toFixed(2)}${ratio}</text>`,
  ].join('\n');
});
const height = 44 + done.length * (bar + gap) + 24;
const note = `median of ${done[0]?.samples.length ?? 0} rounds, ${values.unit}; Node ${machine.node}, ${machine.cpus} cores`;

console.log(`<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" font-family="system-ui, sans-serif" font-size="14" fill="#333">
<title>${escaped(values.title)}</title>
<rect width="100%" height="100%" fill="#fff"/>
<text x="16" y="26" font-size="16" font-weight="600">${escaped(values.title)}</text>
${rows.join('\n')}
<text x="16" y="${height - 10}" font-size="12" fill="#777">${escaped(note)}</text>
</svg>`);

function escaped(text) {
  return text.replace(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`);
}
