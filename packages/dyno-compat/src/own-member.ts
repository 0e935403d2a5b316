/** An object's own member, made when missing: its name may be one of those that objects inherit. */
export function ownMember<T>(members: { [name: string]: T }, name: string, first: () => T): T {
  if (!Object.hasOwn(members, name)) {
    Object.defineProperty(members, name, { value: first(), writable: true, enumerable: true, configurable: true });
  }
  return members[name]!;
}
