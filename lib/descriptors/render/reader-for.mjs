// @ts-check
import { sharedReader } from "../commands/shared-reader.mjs";
import { showsCommands } from "../formats/shows-commands.mjs";

/** @typedef {import("../commands/open-reader.mjs").CommandReader} CommandReader */

/**
 * The reader of shell commands, if a descriptor needs it. Everything else is rendered without
 * installed packages.
 * @param {any} descriptor
 * @returns {Promise<Partial<CommandReader>>}
 */
export async function readerFor(descriptor) {
  return showsCommands(descriptor) ? sharedReader() : {};
}
