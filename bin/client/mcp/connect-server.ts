import type { Io } from "../io.ts";
import { ChildServer } from "./child.ts";
import type { ServerSettings } from "./server-options.ts";

type Server = ServerSettings & { hidden?: string[] };

/** An MCP server, for a client that speaks over stdio. */
export async function connectServer(server: Server, io: Io) {
  if (!server.upstream) return startChild(server, io);
  const { RemoteServer } = await import("./remote.ts");
  return new RemoteServer(server.upstream, { headers: server.credentials, err: io.err });
}

export function startChild({ command = [], hidden }: Server, io: Io) {
  return new ChildServer(command, { env: io.env, err: io.err, hidden });
}

/** The tools that an MCP server lists at this moment, on all pages, as the server sends them. */
export async function listServerTools(server: Server, io: Io): Promise<object[]> {
  const { listTools } = await import("./print-tools.ts");
  const connected = await connectServer(server, io);
  try {
    return await listTools(connected);
  } finally {
    await connected.close();
  }
}
