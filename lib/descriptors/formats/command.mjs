// @ts-check
import { describeReading } from "../../commands/describe-reading.mjs";

/**
 * A shell command, and what it runs, reads, writes and connects to (lib/commands). The reading and its
 * words are part of signed digests: a reader that reads or names anything in another way needs a
 * format of another name.
 * @type {import("./format.mjs").Format}
 */
export const command = {
  isClosed: false,
  show: (value, _, { read }) =>
    typeof value === "string" && read
      ? { as: "command", text: value, lines: describeReading(read(value)) }
      : undefined,
};
