import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createRequire } from "node:module";
import { createInterface } from "node:readline";
import { Client, type ClientOptions, StreamableHTTPClientTransport } from "@modelcontextprotocol/client";
import { StdioClientTransport, type StdioServerParameters } from "@modelcontextprotocol/client/stdio";
import { onTestFinished } from "vitest";

const require = createRequire(import.meta.url);
const program = new URL("../../../countersign", import.meta.url).pathname;
const info = { name: "test-client", version: "1.0.0" };

/** The paths of installed MCP servers. */
export const servers = {
  everything: require.resolve("@modelcontextprotocol/server-everything/dist/index.js"),
  filesystem: require.resolve("@modelcontextprotocol/server-filesystem/dist/index.js"),
  memory: require.resolve("@modelcontextprotocol/server-memory/dist/index.js"),
};

export interface Gateway {
  credentials: string;
  /** The arguments of `countersign mcp`. */
  args: string[];
  env?: Record<string, string>;
}

/** A real client that starts the gateway as a process and speaks to it over stdio. */
export async function connectOverStdio(
  gateway: Gateway,
  options: ClientOptions = {},
  prepare?: (client: Client) => void,
) {
  const args = [program, "mcp", "--file", gateway.credentials, ...gateway.args];
  const env = { ...(process.env as Record<string, string>), ...gateway.env };
  return { client: await connect({ command: process.execPath, args, env }, options, prepare) };
}

/** A real client that starts a server by its settings. */
export function connect(
  server: StdioServerParameters,
  options: ClientOptions = {},
  prepare?: (client: Client) => void,
): Promise<Client> {
  const client = new Client(info, options);
  prepare?.(client);
  return opened(client, new StdioClientTransport({ ...server, stderr: "ignore" }));
}

/** A gateway process that listens until the test ends. */
export async function startGateway(
  gateway: Gateway,
): Promise<{ url: URL; process: ChildProcess; stderr: () => string }> {
  const args = [program, "mcp", "--file", gateway.credentials, "--listen", "127.0.0.1:0", ...gateway.args];
  const child = spawn(process.execPath, args, {
    env: { ...process.env, ...gateway.env },
    stdio: ["ignore", "ignore", "pipe"],
  });
  onTestFinished(() => end(child, "SIGKILL"));
  // Nothing tells a gateway that listens that the test's process has ended.
  const leave = () => child.kill("SIGKILL");
  process.once("exit", leave);
  child.once("exit", () => process.off("exit", leave));
  let stderr = "";
  const lines = createInterface({ input: child.stderr });
  const url = await new Promise<URL>((resolve, reject) => {
    lines.on("line", (line) => {
      stderr += `${line}\n`;
      const found = /^Listening on (\S+)/.exec(line)?.[1];
      if (found) resolve(new URL(found));
    });
    child.once("exit", () => reject(new Error(`the gateway ended: ${stderr}`)));
  });
  return { url, process: child, stderr: () => stderr };
}

/** A real client of a gateway that listens. */
export async function connectOverHttp(url: URL, options: ClientOptions & { token?: string } = {}) {
  const { token, ...rest } = options;
  const headers: Record<string, string> = token ? { authorization: `Bearer ${token}` } : {};
  const transport = new StreamableHTTPClientTransport(url, { requestInit: { headers } });
  return opened(new Client(info, rest), transport);
}

async function opened(client: Client, transport: Parameters<Client["connect"]>[0]): Promise<Client> {
  // Not after the file: files in one worker share this module, and a hook belongs to the first of
  // them. A gateway that ends after its workspace retries its last report for 10 minutes.
  onTestFinished(() => client.close());
  await client.connect(transport);
  return client;
}

/** Ends a process, and waits until it ended. */
export async function end(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exited = once(child, "exit");
  child.kill(signal);
  await exited;
}
