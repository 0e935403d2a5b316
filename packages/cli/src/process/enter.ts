type Environment = { readonly [name: string]: string | undefined };

/**
 * Puts the process into an environment and a folder, where a command, its script and the AWS SDK look for them; gives what
 * sets both back.
 */
export function enter({ env, cwd }: { env?: Environment; cwd?: string }): () => void {
  const before = { env: env && { ...process.env }, cwd: cwd && process.cwd() };
  go(cwd, env);
  return () => go(before.cwd, before.env);
}

function go(cwd: string | undefined, env: Environment | undefined): void {
  if (cwd !== undefined) process.chdir(cwd);
  if (env) setEnvironment(env);
}

function setEnvironment(env: Environment): void {
  for (const name of Object.keys(process.env)) if (env[name] === undefined) delete process.env[name];
  for (const [name, value] of Object.entries(env)) if (value !== undefined) process.env[name] = value;
}
