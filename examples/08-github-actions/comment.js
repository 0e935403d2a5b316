// Writes a page into the pull request: into the comment that carries the page's marker, or a new one.
const { readFileSync } = require('node:fs');

const { GITHUB_API_URL, GITHUB_REPOSITORY, GITHUB_TOKEN, PULL_REQUEST } = process.env;
const body = readFileSync(process.argv[2], 'utf8');
const [marker] = body.split('\n');
const comments = `${GITHUB_API_URL}/repos/${GITHUB_REPOSITORY}/issues`;
const headers = { authorization: `Bearer ${GITHUB_TOKEN}`, accept: 'application/vnd.github+json' };

async function call(method, url, data) {
  const response = await fetch(url, { method, headers, body: data && JSON.stringify(data) });
  if (!response.ok) throw new Error(`${method} ${url}: ${response.status} ${await response.text()}`);
  return response.json();
}

async function find() {
  for (let page = 1; ; page++) {
    const some = await call('GET', `${comments}/${PULL_REQUEST}/comments?per_page=100&page=${page}`);
    const found = some.find((comment) => comment.body.startsWith(marker));
    if (found || some.length < 100) return found;
  }
}

(async () => {
  const known = await find();
  await (known
    ? call('PATCH', `${comments}/comments/${known.id}`, { body })
    : call('POST', `${comments}/${PULL_REQUEST}/comments`, { body }));
  console.log(known ? 'comment updated' : 'comment written');
})();
