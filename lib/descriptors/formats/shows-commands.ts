import type { Untyped } from "#client/json/untyped";

/** Whether a descriptor has a field with a shell command. */
export function showsCommands(descriptor: Untyped): boolean {
  return JSON.stringify(descriptor?.fields ?? null).includes('"format":"command"');
}
