import { once } from "node:events";
import { readdirSync, readFileSync, readlinkSync } from "node:fs";
import type { Server } from "node:http";
import { type AddressInfo, isIPv6 } from "node:net";
import { BootFailure } from "./boot-failure.ts";

/** Connections that may wait while the process is busy: thousands of agents come back after a restart. */
const backlog = 4096;

/** Listens, or explains in one sentence why the server can't listen. */
export async function listen(server: Server, host: string, port: number): Promise<void> {
  try {
    server.listen({ port, host, backlog });
    await once(server, "listening");
  } catch (error) {
    throw new BootFailure(explain(error as NodeJS.ErrnoException, host, port), { cause: error });
  }
}

/**
 * Tells Next where its server listens. When a form's action leads to another page, Next fetches that
 * page here, with the cookies of the person. Unless told otherwise it fetches from localhost:3000,
 * whichever process listens there.
 */
export function tellNextItsOrigin(server: Server): void {
  const address = server.address();
  if (typeof address === "string" || !address) throw new Error("the server listens on no port");
  process.env.__NEXT_PRIVATE_ORIGIN = ownOrigin(address);
}

/** The URL at which a process reaches itself, by the address of its open socket. */
function ownOrigin({ address, port }: Pick<AddressInfo, "address" | "port">): string {
  const reachable = address === "0.0.0.0" ? "127.0.0.1" : address === "::" ? "::1" : address;
  return `http://${isIPv6(reachable) ? `[${reachable}]` : reachable}:${port}`;
}

function explain(error: NodeJS.ErrnoException, host: string, port: number): string {
  if (error.code === "EADDRINUSE") {
    const owner = portOwner(port) ?? `another process (find it with: ss -ltnp 'sport = :${port}')`;
    return `Port ${port} is in use by ${owner}. Stop it, or use another port: PORT=${port + 1} npm start`;
  }
  if (error.code === "EACCES") {
    return `Port ${port} requires root. Use a port above 1023 behind a TLS proxy (see docs/operations.md).`;
  }
  if (error.code === "EADDRNOTAVAIL" || error.code === "ENOTFOUND") {
    return `HOST ${host} isn't an address of this machine. Use 127.0.0.1, or 0.0.0.0 for all interfaces.`;
  }
  return `Can't listen on ${host}:${port}: ${error.message}`;
}

/** The process on a local TCP port, as "process 123 (node server.js)", if known. Linux only. */
function portOwner(port: number): string | undefined {
  try {
    const inodes = new Set([...listeners("/proc/net/tcp", port), ...listeners("/proc/net/tcp6", port)]);
    const pid = readdirSync("/proc").find((name) => /^\d+$/.test(name) && holdsSocket(name, inodes));
    if (pid === undefined) return undefined;
    const command = readFileSync(`/proc/${pid}/cmdline`, "utf8").split("\0").join(" ").trim();
    return `process ${pid} (${command.slice(0, 80)})`;
  } catch {
    return undefined;
  }
}

/** Socket inodes in state LISTEN on `port` (proc(5): local address in hexadecimal, state 0A). */
function listeners(table: string, port: number): string[] {
  const suffix = `:${port.toString(16).toUpperCase().padStart(4, "0")}`;
  const rows = readFileSync(table, "utf8").trim().split("\n").slice(1);
  return rows
    .map((row) => row.trim().split(/\s+/))
    .filter((fields) => fields[1]?.endsWith(suffix) && fields[3] === "0A")
    .map((fields) => `socket:[${fields[9]}]`);
}

function holdsSocket(pid: string, inodes: Set<string>): boolean {
  try {
    return readdirSync(`/proc/${pid}/fd`).some((fd) => inodes.has(readlinkSync(`/proc/${pid}/fd/${fd}`)));
  } catch {
    return false;
  }
}
