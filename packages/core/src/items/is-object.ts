/** Whether a value is a JSON object. */
export function isObject(value: unknown): value is { [name: string]: any } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
