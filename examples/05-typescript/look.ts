export default async ({ user, expires }: { user: string; expires?: number }) => console.log(user, expires ?? 'open');
