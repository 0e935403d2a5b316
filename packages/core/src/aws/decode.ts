import { isAscii } from 'node:buffer';
import type { SendOptions, Wire } from '../send/send';
import { ServiceError } from '../send/service-error';
import { readPage } from './item-list';
import type { HttpAnswer } from './response-reader';

const attributes = '{"Attributes":';

type Reading = Pick<SendOptions, 'lazily' | 'expected'>;

/** The wire JSON of an answer, of a page `lazily` as `readPage` does; throws the `ServiceError` that it stands for. */
export function decode(answer: HttpAnswer, { lazily, expected }: Reading = {}): Wire {
  const body = (lazily && answer.statusCode < 300 && readPage(answer.body)) || parse(answer.body, expected);
  if (answer.statusCode >= 300) throw serviceError(answer, body);
  if (body === undefined) {
    throw new ServiceError('InvalidResponse', 'The answer is not JSON', { statusCode: answer.statusCode });
  }
  return body;
}

function parse(body: Buffer, expected?: Reading['expected']): Wire | undefined {
  if (body.length === 0) return {};
  try {
    // Most bodies are ASCII, whose text takes half the memory and a third of the time as latin1.
    const text = body.toString(isAscii(body) ? 'latin1' : 'utf8');
    if (expected && text.startsWith(attributes) && text.startsWith(expected.text, attributes.length)) {
      const output = restOf(text, attributes.length + expected.text.length);
      expected.met = true;
      return withLate(output, expected.text);
    }
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

const unknownToProxy = 'The proxy asks for a user and a password (HTTP status 407)';

/** What an answer holds behind its first member: its own end, or a comma and more. */
function restOf(text: string, from: number): Wire {
  if (text.length === from + 1 && text.endsWith('}')) return {};
  if (text[from] !== ',') return JSON.parse(`{${text.slice(from)}`);
  return JSON.parse(`{${text.slice(from + 1)}`);
}

/** An output whose `Attributes` are read when somebody asks for them. */
function withLate(output: Wire, spelled: string): Wire {
  let image: Wire | undefined;
  return Object.defineProperty(output, 'Attributes', {
    enumerable: true,
    configurable: true,
    get() {
      image ??= JSON.parse(spelled);
      return image;
    },
  });
}

function serviceError({ statusCode, headers }: HttpAnswer, body: Wire | undefined): ServiceError {
  const type: string = headers['x-amzn-errortype'] ?? body?.__type ?? body?.code ?? 'UnknownError';
  const name = type.split('#').pop()!.split(':')[0]!;
  const unsaid = statusCode === 407 ? unknownToProxy : body ? name : `HTTP status ${statusCode}`;
  const message: string = body?.message ?? body?.Message ?? unsaid;
  const requestId = headers['x-amzn-requestid'];
  return new ServiceError(name, message, { statusCode, headers, requestId, body });
}
