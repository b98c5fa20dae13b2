import type { CommandReader } from "./open-reader.ts";

let opened: Promise<CommandReader> | undefined;

/**
 * The reader of shell commands, opened once in a process, with its packages only when it's needed.
 */
export function sharedReader(): Promise<CommandReader> {
  opened ??= open().catch((error) => {
    opened = undefined;
    throw error;
  });
  return opened;
}

async function open() {
  const { openCommandReader } = await import("./open-reader.ts");
  return openCommandReader();
}
