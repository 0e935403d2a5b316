export type Listener = ((...args: any[]) => void) & { _isAsync?: boolean };
export type Listeners = { readonly [event: string]: readonly Listener[] | undefined };

/**
 * Listeners called one after the other, as aws-sdk v2 calls them: what one throws does not keep the others from being
 * called, and an asynchronous one (`onAsync`) gets a `done` callback that the next one waits for.
 */
export class Events {
  /** Shared with other emitters until a listener is added or removed. */
  protected _events: Listeners;
  private own: { [event: string]: readonly Listener[] | undefined } | undefined = undefined;

  constructor(listeners: Listeners) {
    this._events = listeners;
  }

  listeners(event: string): Listener[] {
    return this._events[event]?.slice() ?? [];
  }

  on(event: string, listener: Listener, toHead = false): this {
    const others = this._events[event] ?? [];
    return this.listenWith(event, toHead ? [listener, ...others] : [...others, listener]);
  }

  addListener(event: string, listener: Listener, toHead?: boolean): this {
    return this.on(event, listener, toHead);
  }

  onAsync(event: string, listener: Listener, toHead?: boolean): this {
    listener._isAsync = true;
    return this.on(event, listener, toHead);
  }

  removeListener(event: string, listener: Listener): this {
    const position = this._events[event]?.lastIndexOf(listener) ?? -1;
    return position < 0 ? this : this.listenWith(event, this._events[event]!.toSpliced(position, 1));
  }

  removeAllListeners(event?: string): this {
    if (event === undefined) this._events = {};
    else this.listenWith(event, undefined);
    return this;
  }

  /** Calls the listeners; `done` gets the first error thrown. */
  emit(event: string, args: readonly unknown[] = [], done: (error?: unknown) => void = () => {}): boolean {
    const listeners = this._events[event] ?? [];
    this.call(listeners, 0, args, undefined, done);
    return listeners.length > 0;
  }

  private call(
    listeners: readonly Listener[],
    from: number,
    args: readonly unknown[],
    thrown: unknown,
    done: (error?: unknown) => void,
  ): void {
    let error = thrown;
    for (let i = from; i < listeners.length; i++) {
      const listener = listeners[i]!;
      if (listener._isAsync) {
        const next = (failed?: unknown) => this.call(listeners, i + 1, args, error ?? failed, done);
        listener.apply(this, [...args, next]);
        return;
      }
      try {
        listener.apply(this, args as unknown[]);
      } catch (failure) {
        error ??= failure ?? new Error('A listener threw nothing');
      }
    }
    done(error);
  }

  private listenWith(event: string, listeners: readonly Listener[] | undefined): this {
    if (this._events !== this.own) {
      this.own = { ...this._events };
      this._events = this.own;
    }
    this.own![event] = listeners;
    return this;
  }
}
