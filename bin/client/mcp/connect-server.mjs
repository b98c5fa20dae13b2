// @ts-check
import { ChildServer } from "./stdio/child.mjs";

/** @typedef {import("../io.mjs").Io} Io */
/** @typedef {import("./server-options.mjs").ServerSettings & {hidden?: string[]}} Server */

/**
 * An MCP server, for a client that speaks over stdio.
 * @param {Server} server
 * @param {Io} io
 */
export async function connectServer(server, io) {
  if (!server.upstream) return startChild(server, io);
  const { RemoteServer } = await import("./stdio/remote.mjs");
  return new RemoteServer(server.upstream, { headers: server.credentials, err: io.err });
}

/** @param {Server} server @param {Io} io */
export function startChild({ command = [], hidden }, io) {
  return new ChildServer(command, { env: io.env, err: io.err, hidden });
}

/**
 * The tools that an MCP server lists at this moment, on all pages, as the server sends them.
 * @param {Server} server
 * @param {Io} io
 * @returns {Promise<object[]>}
 */
export async function listServerTools(server, io) {
  const { listTools } = await import("./stdio/print-tools.mjs");
  const connected = await connectServer(server, io);
  try {
    return await listTools(connected);
  } finally {
    await connected.close();
  }
}
