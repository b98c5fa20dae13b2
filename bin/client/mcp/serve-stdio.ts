import type { Untyped } from "#client/json/untyped";
import type { Io } from "../io.ts";
import type { Gate } from "./call/gate.ts";
import type { Passage } from "./call/passage.ts";
import type { Tasks } from "./call/tasks.ts";
import { readLines } from "./lines.ts";
import { Pipe } from "./pipe.ts";

/** Serves a client over stdio until either side ends; failed if the server ended first. */
export async function serveStdio(parts: {
  server: {
    onLine: (line: string) => void;
    onEnd: () => void;
    onNoAnswer?: (id: Untyped, text: string) => void;
    send: (message: Untyped) => void;
    close: () => Promise<void>;
  };
  gate: Gate;
  tasks: Tasks;
  passage: Passage;
  agent: { id: string; countersign: Untyped };
  io: Io;
}): Promise<"ok" | "failed"> {
  const { server, io, ...given } = parts;
  const toClient = (line: string) => io.out(`${line}\n`);
  const toServer = (message: Untyped) => server.send(message);
  const pipe = new Pipe({ ...given, toClient, toServer, now: io.now });
  const ending: "ok" | "failed" = await new Promise((resolve) => {
    server.onLine = (line) => pipe.fromServer(line);
    server.onNoAnswer = (id, text) => pipe.loseAnswer(id, text);
    server.onEnd = () => resolve("failed");
    readLines(process.stdin, { onLine: (line) => pipe.fromClient(line), onEnd: () => resolve("ok") });
    io.onInterrupt(() => resolve("ok"));
  });
  await (ending === "failed" ? pipe.endServer() : pipe.endClient());
  await server.close();
  await given.gate.close();
  if (ending === "failed") io.err("The MCP server ended.\n");
  return ending;
}
