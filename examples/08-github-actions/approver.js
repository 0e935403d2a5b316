// Prints who approved this workflow run for an environment; without any review, whoever started it, and says so.
const { GITHUB_API_URL, GITHUB_REPOSITORY, GITHUB_RUN_ID, GITHUB_TOKEN, GITHUB_ACTOR } = process.env;
const environment = process.argv[2];
const url = `${GITHUB_API_URL}/repos/${GITHUB_REPOSITORY}/actions/runs/${GITHUB_RUN_ID}/approvals`;
const headers = { authorization: `Bearer ${GITHUB_TOKEN}`, accept: 'application/vnd.github+json' };

(async () => {
  const response = await fetch(url, { headers });
  if (!response.ok) throw new Error(`GET ${url}: ${response.status} ${await response.text()}`);
  const reviews = (await response.json()).filter(
    ({ state, environments }) => state === 'approved' && environments.some(({ name }) => name === environment),
  );
  const names = [...new Set(reviews.map(({ user }) => user.login))];
  console.log(names.join(', ') || `${GITHUB_ACTOR} (started the run, nobody reviewed it)`);
})();
