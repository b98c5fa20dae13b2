// @ts-check

/** @typedef {import("./open-reader.mjs").CommandReader} CommandReader */

/** @type {Promise<CommandReader> | undefined} */
let opened;

/**
 * The reader of shell commands, opened once in a process, with its packages only when it's needed.
 * @returns {Promise<CommandReader>}
 */
export function sharedReader() {
  opened ??= open().catch((error) => {
    opened = undefined;
    throw error;
  });
  return opened;
}

async function open() {
  const { openCommandReader } = await import("./open-reader.mjs");
  return openCommandReader();
}
