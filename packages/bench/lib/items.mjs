const large = process.argv.includes('--large-items');

/** Items of a page: 3,500 times about 300 bytes is 1 MB as DynamoDB counts it (about 1.7 MB of JSON). */
export const ITEMS_PER_PAGE = large ? 1200 : 3500;

/** Items that differ from each other; after them the same ones come again. */
export const DISTINCT_ITEMS = 12 * ITEMS_PER_PAGE;

export function itemKey(index) {
  return { id: { S: `user-${String(index).padStart(12, '0')}` } };
}

export function indexOfKey(key) {
  return Number(key.id.S.slice('user-'.length));
}

// Set for a whole server: its pages are made once.
const digits = process.argv.includes('--large-numbers') ? '1234567890' : '';

/**
 * The item number `index` in wire form: eight attributes of about 300 bytes, as a table of users might have them; with
 * `--large-numbers` its two numbers have more digits than a double, with `--large-items` it has 1 KB and nested maps.
 */
export function item(index) {
  return large ? { ...user(index), ...profile(index) } : user(index);
}

function user(index) {
  const hex = (index * 2654435761).toString(16).padStart(13, '0').slice(-12);
  return {
    ...itemKey(index),
    accountId: { S: `7f1c2a54-30be-4d5e-9a41-${hex}` },
    email: { S: `firstname.lastname.${index}@mail.example.com` },
    name: { S: `Firstname Lastname the ${index}th` },
    createdAt: { N: `${1600000000000 + index * 997}${digits}` },
    active: { BOOL: index % 3 !== 0 },
    settings: {
      M: {
        theme: { S: 'dark' },
        locale: { S: 'de-CH' },
        timezone: { S: 'Europe/Zurich' },
        digest: { BOOL: true },
        pageSize: { N: digits ? `50${digits}123456789` : '50' },
      },
    },
    groups: { SS: [`group-${index % 17}`, 'newsletter-recipients', 'readers', `team-${hex.slice(0, 6)}`] },
  };
}

function profile(index) {
  const address = (kind) => ({
    M: {
      kind: { S: kind },
      street: { S: `${(index % 300) + 1} Long Street of the Old Town` },
      city: { S: 'Zurich' },
      postcode: { N: String(8000 + (index % 90)) },
      geo: { M: { latitude: { N: '47.3769' }, longitude: { N: '8.5417' }, precise: { BOOL: true } } },
    },
  });
  return {
    bio: { S: `A reader since ${2000 + (index % 24)}. ${'Reads a lot, and writes at times. '.repeat(8)}` },
    addresses: { L: [address('home'), address('work')] },
  };
}
