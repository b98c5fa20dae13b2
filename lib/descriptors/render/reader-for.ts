import type { Untyped } from "#client/json/untyped";
import type { CommandReader } from "../commands/open-reader.ts";
import { sharedReader } from "../commands/shared-reader.ts";
import { showsCommands } from "../formats/shows-commands.ts";

/** The reader of shell commands, if needed by a descriptor: opening takes 40 ms. */
export async function readerFor(descriptor: Untyped): Promise<Partial<CommandReader>> {
  return showsCommands(descriptor) ? sharedReader() : {};
}
