import type { Untyped } from "#client/json/untyped";
import { describeReading } from "../commands/describe-reading.ts";
import type { Context, Format } from "./format.ts";

/**
 * A shell command, and what it runs, reads, writes and connects to (lib/descriptors/commands). The
 * reading and its words are part of signed digests: a release that reads or names anything in
 * another way has to keep the reader of the release before, to render receipts again.
 */
export const command: Format = {
  isClosed: false,
  show: (value, _, { read, at }) =>
    typeof value === "string" && read
      ? { as: "command", text: value, lines: describeReading(read(value, { hasTerminal: hasTerminal(at) })) }
      : undefined,
};

/** Parameters with which clients ask for a terminal. */
const terminalParams = ["/options/tty", "/options/pty", "/tty", "/pty"];

/** Text typed into a terminal later is no call of its own. */
function hasTerminal(at: Context["at"]) {
  return terminalParams.some((pointer) => ![undefined, false].includes(at(pointer) as Untyped));
}
