// Writes a page into the merge request: into the comment that carries the page's marker, or a new one.
const { readFileSync } = require('node:fs');

const { CI_API_V4_URL, CI_PROJECT_ID, CI_MERGE_REQUEST_IID, GITLAB_TOKEN } = process.env;
const body = readFileSync(process.argv[2], 'utf8');
const [marker] = body.split('\n');
const notes = `${CI_API_V4_URL}/projects/${CI_PROJECT_ID}/merge_requests/${CI_MERGE_REQUEST_IID}/notes`;
const headers = { 'content-type': 'application/json', 'private-token': GITLAB_TOKEN };

async function call(method, url, data) {
  const response = await fetch(url, { method, headers, body: data && JSON.stringify(data) });
  if (!response.ok) throw new Error(`${method} ${url}: ${response.status} ${await response.text()}`);
  return response;
}

async function find() {
  for (let page = 1; page; ) {
    const response = await call('GET', `${notes}?per_page=100&page=${page}`);
    const found = (await response.json()).find((note) => note.body.startsWith(marker));
    if (found) return found;
    page = Number(response.headers.get('x-next-page'));
  }
}

(async () => {
  const known = await find();
  await (known ? call('PUT', `${notes}/${known.id}`, { body }) : call('POST', notes, { body }));
  console.log(known ? 'comment updated' : 'comment written');
})();
