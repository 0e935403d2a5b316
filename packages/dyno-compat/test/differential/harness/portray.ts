import { isDate, isNativeError } from 'node:util/types';

/**
 * A picture of a value that can be compared: what a script could see of it (constructors, own keys, types, values),
 * without what differs from call to call (request ids, times, the wording of the service's messages).
 */
export function portray(value: unknown, rename: (text: string) => string = (text) => text): unknown {
  const within = new Set<unknown>();

  function picture(value: any): unknown {
    if (typeof value === 'string') return rename(value);
    if (typeof value === 'number')
      return Object.is(value, -0) || !Number.isFinite(value) ? { number: text(value) } : value;
    if (value === null || typeof value === 'boolean') return value;
    if (typeof value !== 'object') return { [typeof value]: typeof value === 'bigint' ? String(value) : true };
    if (within.has(value)) return { circular: true };
    within.add(value);
    try {
      return pictureOfObject(value);
    } finally {
      within.delete(value);
    }
  }

  function pictureOfObject(value: any): unknown {
    if (ArrayBuffer.isView(value))
      return { [value.constructor.name]: Buffer.from(value as Uint8Array).toString('hex') };
    if (isDate(value)) return { Date: true };
    if (isNativeError(value)) return pictureOfError(value);
    if (typeof value.send === 'function' && typeof value.promise === 'function') return { Request: value.operation };
    if ('httpResponse' in value && 'retryCount' in value) return { Response: value.httpResponse.statusCode };
    if (typeof value.pipe === 'function') return { stream: value.readable ? 'readable' : 'writable' };
    if (Array.isArray(value) && Object.keys(value).length === value.length) return value.map(picture);
    const own = Object.fromEntries(Object.keys(value).map((key) => [rename(key), picture(value[key])]));
    const kind = Object.getPrototypeOf(value)?.constructor.name;
    return kind === 'Object' ? own : { [`instance of ${kind}`]: own };
  }

  function pictureOfError(error: any): unknown {
    const fromService = error.statusCode !== undefined || /^(Networking|Timeout|UnknownEndpoint)/.test(error.code);
    return {
      error: error.name,
      keys: Object.keys(error)
        .filter((key) => !['retryDelay', 'originalError', 'syscall'].includes(key))
        .sort(),
      code: error.code,
      message: fromService || /^ERR_/.test(error.code) ? typeof error.message : rename(error.message),
      text: String(error).startsWith(`${error.name}: `),
      stack: fromService || String(error.stack).startsWith(error.name),
      statusCode: error.statusCode,
      retryable: error.retryable,
      requestId: typeof error.requestId,
      time: isDate(error.time),
      errors: error.errors?.map(picture),
      originalError: error.originalError?.code,
    };
  }

  return picture(value);
}

function text(number: number): string {
  return Object.is(number, -0) ? '-0' : String(number);
}
