import type { Handed } from '@dynamodb-migrate/core';
import { clientError, type DynoError, validationError } from '../request/errors';

export interface DynoHooks {
  /** A number was written whose digits in the table cannot be known. The path names the attribute: `total`, `a.ids[]`. */
  onInexactNumber?(attributePath: string): void;
  /** A copy was written with the digits that were read, though the script may have computed that very value. */
  onKeptDigits?(attributePath: string): void;
  /** The script is handed a request that it has to send; `holder` is what it takes to send it. */
  onUnsent?(holder: object, operation: string, table: string): Handed | undefined;
}

/** How a step into a value is written in messages. */
export type Step = 'member' | 'entry' | 'element' | 'M' | 'L';

/** One translation to wire form: where it is, and what was wrong so far. */
export class Writer {
  private readonly errors: DynoError[] = [];
  private readonly steps: (string | number)[] = [];
  private attribute = '';
  private attributeStart = 0;
  /** The digits of the number written last, were it a key; see `Digits`. */
  asKey: string | null | undefined;
  /** Whether what is written is a key, whose numbers are told by whoever writes it. */
  inKey = false;

  constructor(
    private readonly root: string,
    private readonly hooks: DynoHooks = {},
  ) {}

  enter(step: Step, key: string | number): void {
    // DynamoDB takes 32 levels and says so itself; only a value that holds itself goes deeper than this.
    if (this.steps.length > 500) {
      throw clientError(
        'InvalidParameterType',
        `Expected ${this.path().slice(0, 200)}… to hold no reference to itself`,
      );
    }
    this.steps.push(step, key);
  }

  leave(): void {
    this.steps.length -= 2;
  }

  /** From here on, steps lead into the value of an attribute, or into all attributes of an item. */
  startAttribute(name: string): void {
    this.attribute = name;
    this.attributeStart = this.steps.length;
  }

  fail(code: string, message: string): void {
    this.errors.push(clientError(code, message));
  }

  /** Notes that the value here, or the part of it that `suffix` names, is not what it should be. */
  expected(what: string, suffix = ''): undefined {
    this.fail('InvalidParameterType', `Expected ${this.path()}${suffix} to be ${what}`);
  }

  /** Tells that a number is written whose digits cannot be known. */
  inexact(attributePath?: string): void {
    if (!this.inKey) this.hooks.onInexactNumber?.(attributePath ?? this.attributePath());
  }

  /** Tells that a number is written with the digits that were read. */
  kept(): void {
    if (!this.inKey) this.hooks.onKeptDigits?.(this.attributePath());
  }

  private attributePath(): string {
    const { steps, attribute, attributeStart } = this;
    let path = attribute;
    for (let i = attributeStart; i < steps.length; i += 2) {
      if (typeof steps[i + 1] === 'number') path += '[]';
      else path += path === '' ? steps[i + 1] : `.${steps[i + 1]}`;
    }
    return path;
  }

  path(): string {
    let path = this.root;
    for (let i = 0; i < this.steps.length; i += 2) path += render(this.steps[i] as Step, this.steps[i + 1]!);
    return path;
  }

  /** Throws what was found wrong, as one error. */
  check(): void {
    if (this.errors.length > 0) throw validationError(this.errors);
  }
}

function render(step: Step, key: string | number): string {
  if (step === 'member') return `.${key}`;
  if (step === 'entry') return `['${key}']`;
  if (step === 'element') return `[${key}]`;
  return step === 'M' ? `.M['${key}']` : `.L[${key}]`;
}
