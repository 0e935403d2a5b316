import { MigrateError } from '../error';

/** A JSON document, and the line where it begins. */
export interface Document {
  text: string;
  line: number;
}

const longest = 256 * 1024 * 1024;

/**
 * Puts lines together to documents: each line is one, but where a line only opens brackets the document goes on to the line
 * that closes them at its beginning, as printers that indent have it. Blank lines are passed over.
 */
export function createDocuments(from: string) {
  let number = 0;
  let open: { line: number; parts: string[]; length: number } | undefined;
  return {
    /** Lines read. */
    get line() {
      return number;
    },
    /** The document that a line ends. */
    add(line: string): Document | undefined {
      number++;
      if (open) return goOn(open, line);
      const text = line.trim();
      if (text === '') return undefined;
      if (!opens(text)) return { text: text.startsWith('{') ? text : withSpaces(line, text), line: number };
      open = { line: number, parts: [text], length: text.length };
      return undefined;
    },
    /** Throws `BAD_LINE` where a document does not end. */
    end(): void {
      if (open) throw unended(open.line);
    },
  };

  function goOn({ line, parts, length }: NonNullable<typeof open>, added: string): Document | undefined {
    // Nothing but the end stands at the beginning of a line; another document there shows that this one was cut off.
    if (/^[[{"]/.test(added)) throw unended(line);
    parts.push(added);
    open!.length = length + added.length;
    if (open!.length > longest) {
      throw new MigrateError('BAD_INPUT', `${from} has a document of more than 256 MB, from line ${line} on`, {
        hint: "Make a line of each of its records, for example: jq -c '.Items[]'",
      });
    }
    if (!/^[\]}]/.test(added)) return undefined;
    open = undefined;
    return { text: parts.join('\n'), line };
  }

  function unended(line: number): MigrateError {
    return new MigrateError('BAD_LINE', `line ${line} of ${from} is not JSON: it begins a document that does not end`);
  }
}

/** In the oldest form of AWS Data Pipeline a line begins with the name of an attribute, which may be a space. */
function withSpaces(line: string, text: string): string {
  return text.includes('\u0003') ? line.replace(/\r$/, '') : text;
}

/** Whether a line holds opening brackets and the names before them, and nothing else. */
function opens(text: string): boolean {
  return (text.endsWith('{') || text.endsWith('[')) && /^[[{](\s*("[^"]*"\s*:\s*)?[[{])*$/.test(text);
}
