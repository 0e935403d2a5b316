import type { CommandArguments } from './command';
export function bashScript(commands: readonly CommandArguments[]): string {
  return commands.join();
}
export function zshScript(commands: readonly CommandArguments[]): string {
  return commands.join();
}
