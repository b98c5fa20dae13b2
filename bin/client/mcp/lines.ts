/** The longest message, in bytes. */
const longestMessage = 16 * 1024 * 1024;

/** Splits a stream into lines, as the stdio transport of MCP frames messages. */
export function readLines(
  stream: NodeJS.ReadableStream,
  { onLine, onEnd }: { onLine: (line: string) => void; onEnd: (error?: Error) => void },
): void {
  let parts: Buffer[] = [];
  let size = 0;
  let ended = false;
  const end = (error?: Error) => {
    if (!ended) onEnd(error);
    ended = true;
  };
  stream.on("data", (chunk: Buffer) => {
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
