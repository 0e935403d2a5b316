export { importedModules } from './imported-modules';
export { parseScript, type SyntaxNode } from './parse';
export { modulesOf, reachable, type SourceFile } from './reachable';
export { type TsConfig, tsConfigOf } from './tsconfig';
export { children, walk } from './walk';
