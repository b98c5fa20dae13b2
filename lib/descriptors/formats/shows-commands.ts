import type { Untyped } from "#client/json/untyped";

export function showsCommands(descriptor: Untyped): boolean {
  return JSON.stringify(descriptor?.fields ?? null).includes('"format":"command"');
}
