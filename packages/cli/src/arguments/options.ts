import type { Flag, Given } from './kinds';

export type Flags = { readonly [name: string]: Flag<any> };

/** The options that flags give: `maxRcu?: number` of `'max-rcu': wholeNumber(…)`, without `?` where there is a default. */
export type OptionsOf<All extends Flags> = Plain<
  { [Name in Sure<All> as Camel<Name>]: ValueOf<All[Name]> } & {
    [Name in Exclude<keyof All, Sure<All>> as Camel<Name>]?: ValueOf<All[Name]>;
  }
>;

type ValueOf<One> = One extends Flag<infer Value> ? Value : never;
type Sure<All extends Flags> = {
  [Name in keyof All]: undefined extends ValueOf<All[Name]> ? never : Name;
}[keyof All];
type Camel<Name> = Name extends `${infer First}-${infer Rest}` ? `${First}${Capitalize<Camel<Rest>>}` : Name;
type Plain<T> = { [Name in keyof T]: T[Name] };

/** Reads what was given for flags. Throws `USAGE`. */
export function readOptions<All extends Flags>(given: { [name: string]: Given }, flags: All): OptionsOf<All> {
  const options: { [name: string]: unknown } = {};
  for (const [name, flag] of Object.entries(flags)) {
    const value = given[name] ?? flag.default;
    const option = name.replace(/-(.)/g, (_, letter: string) => letter.toUpperCase());
    if (value !== undefined) options[option] = flag.read(value, name);
  }
  return options as OptionsOf<All>;
}
