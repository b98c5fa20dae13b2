// @ts-check
import { openCommandReader } from "../../commands/open-reader.mjs";
import { showsCommands } from "../formats/shows-commands.mjs";

/** @type {Promise<import("../../commands/open-reader.mjs").CommandReader> | undefined} */
let opened;

/**
 * The reader of shell commands, if a descriptor needs it: opened once in a process, and anew after it
 * broke down.
 * @param {any} descriptor
 * @returns {Promise<Partial<import("../../commands/open-reader.mjs").CommandReader>>}
 */
export async function readerFor(descriptor) {
  if (!showsCommands(descriptor)) return {};
  opened ??= openCommandReader();
  const { read } = await opened;
  return {
    read: (text) => {
      try {
        return read(text);
      } catch (error) {
        opened = undefined;
        throw error;
      }
    },
  };
}
