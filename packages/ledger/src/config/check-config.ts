import path from 'node:path';
import { MigrateError, nearMiss, plainAddress } from '@dynamodb-migrate/core';
import type { ErrorObject, ValidateFunction } from 'ajv';
import type { Config } from './config';

let compiled: ValidateFunction<Config> | undefined;

/**
 * Holds a configuration against the JSON schema that is shipped for editors. Throws `BAD_CONFIG` with everything that is
 * wrong.
 * @param file its path, for the message
 */
export function checkConfig(config: unknown, file: string): Config {
  compiled ??= compile();
  const validate = compiled;
  if (validate(config)) return config;
  const problems = [...new Set(validate.errors!.map(explain))];
  throw new MigrateError('BAD_CONFIG', `${path.basename(file)}: ${problems.join('; ')}`, { hint: `It is ${file}.` });
}

function compile(): ValidateFunction<Config> {
  const { Ajv } = require('ajv') as typeof import('ajv');
  return new Ajv({ allErrors: true, verbose: true, allowUnionTypes: true, strictTypes: false }).compile<Config>(
    require('../../schema.json'),
  );
}

function explain({ keyword, instancePath, params, parentSchema, data }: ErrorObject): string {
  const place = instancePath.slice(1).replaceAll('/', '.').replaceAll('~1', '/').replaceAll('~0', '~');
  // What is wrong with an address may be what it has of a password.
  const value = JSON.stringify(typeof data === 'string' && /endpoint$/.test(instancePath) ? plainAddress(data) : data);
  const what = place || 'the configuration';
  switch (keyword) {
    case 'additionalProperties': {
      const name: string = params.additionalProperty;
      const meant = nearMiss(name, Object.keys(parentSchema!.properties));
      return `${place ? `${place}.` : ''}${name} is not known${meant ? `: did you mean ${meant}?` : ''}`;
    }
    case 'required':
      return `${what} must have a ${params.missingProperty}`;
    case 'type':
      return `${what} must be ${[params.type]
        .flat()
        .map((type: string) => articled[type] ?? `a ${type}`)
        .join(' or ')}, not ${value ?? typeof data}`;
    case 'propertyNames':
      return `${what} cannot have the name "${params.propertyName}"`;
    case 'minimum':
      return `${what} must be at least ${params.limit}, not ${value}`;
    case 'exclusiveMinimum':
      return `${what} must be more than ${params.limit}, not ${value}`;
    case 'minLength':
    case 'minItems':
      return `${what} must not be empty`;
    default:
      return `${what} cannot be ${value}${parentSchema?.description ? ` (${parentSchema.description.replace(/\.$/, '')})` : ''}`;
  }
}

const articled: { [type: string]: string } = { object: 'an object', array: 'an array', integer: 'a whole number' };
