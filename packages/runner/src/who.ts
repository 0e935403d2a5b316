import { hostname, userInfo } from 'node:os';

/** Who runs this process, and where. */
export function who(): { user?: string; host: string } {
  return { user: userName(), host: hostname() };
}

function userName(): string | undefined {
  try {
    return userInfo().username;
  } catch {
    return process.env.USER;
  }
}
