/**
 * Does something while variables are set in `process.env`, where scripts look for them, and sets them back.
 * @param variables undefined takes a variable away
 */
export async function withVariables<T>(
  variables: { readonly [name: string]: string | undefined },
  work: () => Promise<T>,
): Promise<T> {
  const before = Object.keys(variables).map((name) => [name, process.env[name]] as const);
  set(Object.entries(variables));
  try {
    return await work();
  } finally {
    set(before);
  }
}

function set(variables: readonly (readonly [string, string | undefined])[]): void {
  for (const [name, value] of variables) {
    if (value === undefined) delete process.env[name];
    else process.env[name] = value;
  }
}
