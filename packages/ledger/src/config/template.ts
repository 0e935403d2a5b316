import { MigrateError, nearMiss } from '@dynamodb-migrate/core';

/** Fills `${env}` and the like in. Throws `BAD_TEMPLATE` for a name that is not among the values. */
export function fillTemplate(template: string, values: { readonly [name: string]: string }): string {
  return template.replace(/\$\{([^}]*)\}/g, (_whole, name: string) => {
    const value = Object.hasOwn(values, name) ? values[name] : undefined;
    if (value !== undefined) return value;
    const meant = nearMiss(name, Object.keys(values));
    throw new MigrateError(
      'BAD_TEMPLATE',
      `"${template}" asks for ${name}, which is not known${meant ? `: did you mean ${meant}?` : ''}`,
      {
        hint: `Known are ${Object.keys(values).join(', ')}.`,
      },
    );
  });
}
