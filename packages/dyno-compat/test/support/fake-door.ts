import type { Connect, SendOptions, Target, Wire } from '@dynamodb-migrate/core';
import { createDyno, type DynoClient, type DynoHooks, type DynoOptions } from '@dynamodb-migrate/dyno-compat';

export interface Call {
  operation: string;
  input: Wire;
  options: SendOptions;
}

export type Answer = Wire | Error | ((call: Call) => Wire | Error | Promise<Wire>);

/** A door that answers from a list, then with `{}`, and what went through it. */
export function fakeDoor(answers: Answer[] = []) {
  const calls: Call[] = [];
  const targets: Target[] = [];
  const connect: Connect = (target) => {
    targets.push(target);
    return async (operation, input, options = {}) => {
      const call = { operation, input, options };
      calls.push(call);
      const answer = answers.shift() ?? {};
      const given = typeof answer === 'function' ? await (answer as (call: Call) => Wire)(call) : answer;
      if (given instanceof Error) throw given;
      options.onResponse?.({ statusCode: 200, headers: { 'x-amzn-requestid': 'request-1' }, attempts: 1 });
      return given;
    };
  };
  return { connect, calls, targets };
}

/** A client of the table `things` over a fake door. */
export function fakeClient(answers: Answer[] = [], options: DynoOptions = {}, hooks: DynoHooks = {}) {
  const door = fakeDoor(answers);
  const Dyno = createDyno(door.connect, hooks);
  const dyno: DynoClient = Dyno({ table: 'things', region: 'us-east-1', ...options });
  return { ...door, Dyno, dyno };
}

/** What a call that takes a callback calls back with. */
export function called(call: (callback: (...args: any[]) => void) => unknown): Promise<any[]> {
  return new Promise((resolve) => {
    call((...args) => resolve(args));
  });
}
