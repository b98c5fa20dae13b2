import { createServer, type RequestListener } from "node:http";
import { createServer as createSecureServer } from "node:https";
import type { AddressInfo, Server } from "node:net";
import { afterAll } from "vitest";
import { certificate, privateKey } from "./certificate.ts";

/** Starts a server on this machine, until the file's tests are over. */
export async function listening<T extends Server>(server: T): Promise<{ server: T; port: number }> {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const sockets = new Set<{ destroy(): void }>();
  server.on("connection", (socket) => sockets.add(socket));
  afterAll(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  return { server, port: (server.address() as AddressInfo).port };
}

export function httpServer(answer: RequestListener) {
  return listening(createServer(answer));
}

/** With a certificate that is trusted only through NODE_EXTRA_CA_CERTS. */
export function httpsServer(answer: RequestListener, seen: { serverNames: string[] } = { serverNames: [] }) {
  const SNICallback = (name: string, callback: (error: null) => void) => {
    seen.serverNames.push(name);
    callback(null);
  };
  return listening(createSecureServer({ cert: certificate, key: privateKey, SNICallback }, answer));
}

/** A look-up with given answers for each name: one after the other, the last one for ever. */
export function answering(answers: Record<string, string[][]>) {
  const asked: string[] = [];
  const lookup = async (host: string) => {
    asked.push(host);
    const given = answers[host];
    const addresses = given && (given.length > 1 ? given.shift() : given[0]);
    if (!addresses) throw Object.assign(new Error(`no ${host}`), { code: "ENOTFOUND" });
    return addresses.map((address) => ({ address, family: address.includes(":") ? 6 : 4 }));
  };
  return { lookup, asked };
}
