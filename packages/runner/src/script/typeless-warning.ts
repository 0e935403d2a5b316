/** Runs `work` without Node's warning that an ES module named .js lacks a package.json: that is no fault here. */
export async function quietly<T>(work: () => Promise<T>): Promise<T> {
  const emit = process.emitWarning;
  process.emitWarning = ((...args: Parameters<typeof emit>) => {
    const [, options, code] = args as unknown as [unknown, { code?: string } | string | undefined, string | undefined];
    const given = typeof options === 'object' ? options.code : code;
    if (given !== 'MODULE_TYPELESS_PACKAGE_JSON') emit.apply(process, args);
  }) as typeof emit;
  try {
    return await work();
  } finally {
    process.emitWarning = emit;
  }
}
