/** Who did something, as far as a process can tell. */
export interface Identity {
  /** Who started the CI job, else the user of the machine. */
  user: string;
  /** Whose AWS credentials they are, where they are AWS's. */
  arn?: string;
  /** The CI service, in a job: its credentials are nobody's own. */
  ci?: string;
}

/** Whether it was the same person, as far as can be told: the same user, or outside of CI the same AWS credentials. */
export function isSame(one: Identity, other: Identity): boolean {
  const sameArn = one.arn !== undefined && one.arn === other.arn && !one.ci && !other.ci;
  return sameArn || isSameUser(one.user, other.user);
}

/** Whether two names are those of one user. */
export function isSameUser(one: string, other: string): boolean {
  return one.trim().toLowerCase() === other.trim().toLowerCase();
}

/** Whether it cannot be told if somebody has the AWS credentials of another: in CI they are nobody's own. */
export function lacksCredentials(other: Identity, { arn, ci }: Identity): boolean {
  return other.arn !== undefined && arn === undefined && !ci;
}
