/** A deep copy of JSON data whose objects inherit nothing, so that no attribute's name means anything special. */
export function copy<T>(value: T): T {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(copy) as T;
  const result = Object.create(null);
  for (const name in value) if (value[name] !== undefined) result[name] = copy(value[name]);
  return result;
}
