// @ts-check
import { readLines } from "./lines.mjs";
import { Pipe } from "./pipe.mjs";

/**
 * Serves one client over standard input and output until either side ends.
 * @param {{server: {onLine: (line: string) => void, onEnd: () => void, onNoAnswer?:
 * (id: any, text: string) => void, send: (message: any) => void,
 * close: () => Promise<void>}, gate: import("../call/gate.mjs").Gate, tasks:
 * import("../call/tasks.mjs").Tasks, passage: import("../call/passage.mjs").Passage, agent: {id: string, countersign: any}, io:
 * import("../../io.mjs").Io}} options
 * @returns {Promise<"ok" | "failed">} failed if the server ended first
 */
export async function serveStdio({ server, gate, tasks, passage, agent, io }) {
  const toClient = (/** @type {string} */ line) => io.out(`${line}\n`);
  const toServer = (/** @type {any} */ message) => server.send(message);
  const pipe = new Pipe({ gate, tasks, passage, agent, toClient, toServer, now: io.now });
  /** @type {"ok" | "failed"} */
  const ending = await new Promise((resolve) => {
    server.onLine = (line) => pipe.fromServer(line);
    server.onNoAnswer = (id, text) => pipe.loseAnswer(id, text);
    server.onEnd = () => resolve("failed");
    readLines(process.stdin, { onLine: (line) => pipe.fromClient(line), onEnd: () => resolve("ok") });
    io.onInterrupt(() => resolve("ok"));
  });
  await (ending === "failed" ? pipe.endServer() : pipe.endClient());
  await server.close();
  await gate.close();
  if (ending === "failed") io.err("The MCP server ended.\n");
  return ending;
}
