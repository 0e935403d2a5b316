interface Session {
  user: string;
  started: number;
  seconds?: number;
  expires?: number;
}

interface Dyno {
  updateItemAsync(params: object): Promise<unknown>;
}

const day = 24 * 60 * 60;
let open = 0;

/** Gives every session that has ended an expiry in epoch seconds, for the table's time to live. */
export default async function expireSession(session: Session, dyno: Dyno | null): Promise<void> {
  if (session.seconds === undefined) {
    open++;
    return;
  }
  const expires = Math.ceil(session.started / 1000 + session.seconds) + 30 * day;
  await dyno?.updateItemAsync({
    Key: { user: session.user, started: session.started },
    UpdateExpression: 'SET expires = :expires',
    ExpressionAttributeValues: { ':expires': expires },
  });
}

export async function finish(): Promise<void> {
  console.log(`${open} still open`);
}
