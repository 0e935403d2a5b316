// Dynalite carries no types: what is used of it, and only inside this package.

declare module 'dynalite/db' {
  export function create(options: object): any;
}

declare module 'dynalite/validations' {
  export function checkTypes(data: object, types: object): any;
  export function checkValidations(data: object, types: object, custom: unknown, store: object): void;
  export function validateAttributeValue(value: object): string | undefined;
  export function toLowerFirst(text: string): string;
}
