export { importedModules } from './imported-modules';
export { packageAbove } from './package';
export { parseScript, type SyntaxNode } from './parse';
export { modulesOf, reachable, type SourceFile } from './reachable';
export { isPath } from './resolve';
export { type TsConfig, tsConfigOf } from './tsconfig';
export { children, walk } from './walk';
