import type { CommandReader } from "./open-reader.ts";

let opened: Promise<CommandReader> | undefined;

/** The process's reader of shell commands, opened when first needed. */
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
