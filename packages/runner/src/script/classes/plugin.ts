import { assignFields } from './assign-fields';
import type { Babel } from './babel';
import { decorateMembers } from './decorate-members';

export interface ClassOptions {
  /** Fields are assigned in the constructor, and those without a value are none: what TypeScript makes for older targets. */
  assign: boolean;
}

/**
 * A plugin for Babel that gives classes the meaning that they have in TypeScript with `experimentalDecorators`. Babel's own
 * cannot decorate fields that stay in their class.
 */
export function classPlugin({ assign }: ClassOptions): (babel: Babel) => object {
  return ({ types, template }) => ({
    name: 'typescript-classes',
    visitor: {
      // Before the plugins that visit classes, which take their types and decorators away.
      Program(program: Babel, { file }: Babel) {
        if (!file.opts.parserOpts.plugins.flat().includes('typescript')) return;
        const helper = program.scope.generateUidIdentifier('decorate');
        let isUsed = false;
        program.traverse({
          Class({ node, scope }: Babel) {
            isUsed = decorateMembers(types, node, { scope, helper }) || isUsed;
            if (assign) assignFields(types, node, scope);
          },
        });
        if (isUsed) program.unshiftContainer('body', template.statement(decorate)({ HELPER: helper }));
        program.scope.crawl();
      },
    },
  });
}

// What TypeScript's own helper does.
const decorate = `const HELPER = (decorators, target, key, descriptor) => {
  let result = descriptor === null ? Object.getOwnPropertyDescriptor(target, key) : descriptor;
  if (typeof Reflect.decorate === 'function') result = Reflect.decorate(decorators, target, key, result);
  else for (const decorator of decorators.reverse()) result = decorator(target, key, result) || result;
  if (result) Object.defineProperty(target, key, result);
};`;
