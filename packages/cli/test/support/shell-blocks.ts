/** A ```sh block of a page, and what the page says that it prints. */
export interface ShellBlock {
  /** Line of its first command, from 1. */
  line: number;
  script: string;
  /** The ```text block that follows, with nothing but blank lines in between. */
  expected?: string;
}

/** The shell blocks of a Markdown page, in order. */
export function shellBlocks(markdown: string): ShellBlock[] {
  const blocks: ShellBlock[] = [];
  let open: { language: string; line: number; text: string[] } | undefined;
  let last: ShellBlock | undefined;
  for (const [index, line] of markdown.split('\n').entries()) {
    const fence = /^```(\w*)$/.exec(line);
    if (open && fence) {
      const text = open.text.join('\n');
      if (open.language === 'sh') {
        last = { line: open.line, script: text };
        blocks.push(last);
      } else {
        if (open.language === 'text' && last) last.expected = text;
        last = undefined;
      }
      open = undefined;
    } else if (open) {
      open.text.push(line);
    } else if (fence) {
      open = { language: fence[1]!, line: index + 2, text: [] };
    } else if (line.trim() !== '') {
      last = undefined;
    }
  }
  return blocks;
}

/** Whether a block holds nothing but npm commands, which set up the very workspace that runs the tests. */
export function isNpm({ script }: ShellBlock): boolean {
  return commands(script).every((line) => /^(npm|git|cd) /.test(line));
}

/** The npm scripts that a block runs. */
export function npmScripts({ script }: ShellBlock): string[] {
  return commands(script).flatMap((line) => /^npm (?:run )?(start|test|(?<=run )[\w:-]+)/.exec(line)?.[1] ?? []);
}

function commands(script: string): string[] {
  return script
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('#'));
}
