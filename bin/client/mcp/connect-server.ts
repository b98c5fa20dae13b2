import type { Io } from "../io.ts";
import { ChildServer } from "./child.ts";
import type { ServerSettings } from "./server-options.ts";

type Server = ServerSettings & { hidden?: string[] };

export async function connectServer(server: Server, io: Io) {
  if (!server.upstream) return startChild(server, io);
  const { RemoteServer } = await import("./remote.ts");
  return new RemoteServer(server.upstream, { headers: server.credentials, err: io.err });
}

export function startChild({ command = [], hidden }: Server, io: Io) {
  return new ChildServer(command, { env: io.env, err: io.err, hidden });
}

/** The tools that an MCP server lists now, on all pages, as sent. */
export async function listServerTools(server: Server, io: Io): Promise<object[]> {
  const { listTools } = await import("./print-tools.ts");
  const connected = await connectServer(server, io);
  try {
    return await listTools(connected);
  } finally {
    await connected.close();
  }
}
