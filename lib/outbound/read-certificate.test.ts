import { once } from "node:events";
import { createServer, type Socket } from "node:net";
import { expect, test } from "vitest";
import { readCertificate } from "./read-certificate.ts";
import { certificate } from "./testing/certificate.ts";
import { httpsServer, listening } from "./testing/servers.ts";

let calls = 0;
const { port } = await httpsServer((_request, response) => {
  calls++;
  response.end();
});
const lookup = async () => [{ address: "127.0.0.1", family: 4 }];

function read(host: string, trusted: string[], privateHosts = [`${host}:${port}`]) {
  const config = { origin: "https://countersign.example", outboundPrivateHosts: privateHosts };
  const { signal } = new AbortController();
  return readCertificate({ host, port }, { config, lookup, signal, trusted });
}

test("a certificate is judged by its names, its end and its authority, and nothing is sent", async () => {
  const expiresAt = new Date("2126-11-02T22:01:40Z");
  expect(await read("idp.example", [certificate])).toEqual({
    validFrom: expect.any(Date),
    expiresAt,
    isForHost: true,
    distrust: undefined,
  });
  expect(await read("other.example", [certificate])).toMatchObject({ isForHost: false });
  expect(await read("idp.example", [])).toMatchObject({ isForHost: true, distrust: expect.any(String) });
  expect(calls).toBe(0);
});

test("a private address is connected to only if the host is listed", async () => {
  await expect(read("idp.example", [certificate], [])).rejects.toMatchObject({ reason: "refused_address" });
});

test("a server that never ends the handshake is given up, without an error that ends the process", async () => {
  const hanging = await listening(createServer());
  const config = { origin: "https://localhost", outboundPrivateHosts: [] };
  const giveUp = new AbortController();
  const options = { config, lookup, signal: giveUp.signal };
  const reading = readCertificate({ host: "localhost", port: hanging.port }, options).catch(
    ({ name }) => name,
  );
  const [socket] = (await once(hanging.server, "connection")) as [Socket];
  // The first message of the handshake.
  await once(socket, "data");
  giveUp.abort();
  expect(await reading).toBe("AbortError");
  // An error without a listener comes after this turn.
  await new Promise(setImmediate);
});
