// @ts-check
import { showsCommands } from "../formats/shows-commands.mjs";

/** @typedef {import("../../commands/open-reader.mjs").CommandReader} CommandReader */

/** @type {Promise<CommandReader> | undefined} */
let opened;

/**
 * The reader of shell commands, if a descriptor needs it: opened once in a process. Everything else is
 * rendered without installed packages.
 * @param {any} descriptor
 * @returns {Promise<Partial<CommandReader>>}
 */
export async function readerFor(descriptor) {
  if (!showsCommands(descriptor)) return {};
  opened ??= open().catch((error) => {
    opened = undefined;
    throw error;
  });
  return opened;
}

async function open() {
  const { openCommandReader } = await import("../../commands/open-reader.mjs");
  return openCommandReader();
}
