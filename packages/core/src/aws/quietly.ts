const variable = 'AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED';

/** Makes an SDK client without the warning about Node's version, which is not the user's to act on. */
export function quietly<T>(make: () => T): T {
  const set = process.env[variable];
  process.env[variable] = 'true';
  try {
    return make();
  } finally {
    if (set === undefined) delete process.env[variable];
    else process.env[variable] = set;
  }
}
