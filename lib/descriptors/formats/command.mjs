// @ts-check

/**
 * A shell command, with what it runs, reads, writes and connects to.
 * @type {import("./format.mjs").Format}
 */
export const command = {
  isClosed: false,
  show: (value, _, { read }) =>
    typeof value === "string" && read ? { as: "command", reading: read(value) } : undefined,
};
