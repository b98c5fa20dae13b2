import { once } from "node:events";
import type { Server } from "node:http";
import { type AddressInfo, isIPv6 } from "node:net";
import { BootFailure } from "./boot-failure.ts";
import { portOwner } from "./port-owner.ts";

/** Listens, or explains in one sentence why the server can't listen. */
export async function listen(server: Server, host: string, port: number): Promise<void> {
  try {
    server.listen(port, host);
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
