import { hostname, userInfo } from 'node:os';

/** Who runs this process, and where. */
export function who({ USER, LOGNAME } = process.env): { user?: string; host: string } {
  return { user: userName() ?? (USER || LOGNAME || undefined), host: hostname() };
}

function userName(): string | undefined {
  try {
    return userInfo().username;
  } catch {
    // In a container the user's number may have no name.
    return undefined;
  }
}
