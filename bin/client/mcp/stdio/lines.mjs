// @ts-check

/** The longest message that is read, in bytes. */
const longestMessage = 16 * 1024 * 1024;

/**
 * Splits a stream into lines, as the stdio transport of MCP frames messages.
 * @param {NodeJS.ReadableStream} stream
 * @param {{onLine: (line: string) => void, onEnd: (error?: Error) => void}} handlers
 * @returns {void}
 */
export function readLines(stream, { onLine, onEnd }) {
  /** @type {Buffer[]} */
  let parts = [];
  let size = 0;
  let ended = false;
  /** @param {Error} [error] */
  const end = (error) => {
    if (!ended) onEnd(error);
    ended = true;
  };
  stream.on("data", (/** @type {Buffer} */ chunk) => {
    let rest = chunk;
    for (let at = rest.indexOf(10); at >= 0 && !ended; at = rest.indexOf(10)) {
      const line = Buffer.concat([...parts, rest.subarray(0, at)]).toString("utf8");
      [parts, size, rest] = [[], 0, rest.subarray(at + 1)];
      if (line.trim() !== "") onLine(line.endsWith("\r") ? line.slice(0, -1) : line);
    }
    parts.push(rest);
    size += rest.length;
    if (size > longestMessage) end(new Error(`a message is longer than ${longestMessage} bytes`));
  });
  stream.on("end", () => end());
  stream.on("error", end);
}
