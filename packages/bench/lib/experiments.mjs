/** The item number `index` of a table of experiments: about 1 KB with nested maps and lists. */
export function experiment(index) {
  const hex = (index * 2654435761).toString(16).padStart(13, '0').slice(-12);
  const variant = (name, share) => ({
    M: {
      name: { S: name },
      share: { N: String(share) },
      enabled: { BOOL: index % 2 === 0 },
      assets: { L: [{ S: `https://assets.example.com/${hex}/${name}.json` }, { NULL: true }] },
    },
  });
  return {
    id: { S: `experiment-${String(index).padStart(8, '0')}` },
    owner: { S: `7f1c2a54-30be-4d5e-9a41-${hex}` },
    description: { S: `Whether the ${index}th idea does what its author hopes that it does, measured over two weeks` },
    createdAt: { N: String(1600000000000 + index * 997) },
    tags: { SS: ['checkout', `team-${index % 17}`, `hex-${hex.slice(0, 6)}`] },
    variants: { L: [variant('control', 50), variant('treatment', 30), variant('other', 20)] },
    settings: {
      M: {
        audience: { M: { countries: { L: [{ S: 'ch' }, { S: 'fr' }] }, platform: { S: 'web' }, least: { N: '18' } } },
        schedule: { M: { from: { N: '1600000000' }, until: { N: '1700000000' }, timezone: { S: 'Europe/Zurich' } } },
        digest: { BOOL: true },
      },
    },
  };
}
