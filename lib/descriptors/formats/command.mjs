// @ts-check
import { describeReading } from "../../commands/describe-reading.mjs";

/**
 * The version of the reader of commands. A reader that reads a command in another way gets another
 * number, so that old receipts aren't compared with it.
 */
const reader = 1;

/**
 * A shell command, and what it runs, reads, writes and connects to (lib/commands).
 * @type {import("./format.mjs").Format}
 */
export const command = {
  isClosed: false,
  show(value, _, { read }) {
    if (typeof value !== "string" || !read) return undefined;
    try {
      return { as: "command", text: value, reader, lines: describeReading(read(value)) };
    } catch {
      // A parser that broke down reads nothing: the parameters are shown raw.
      return undefined;
    }
  },
};
