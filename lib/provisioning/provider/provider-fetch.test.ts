import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeEach, expect, test } from "vitest";
import { openOutboundClient } from "#lib/outbound/client";
import { loopbackClient, onLoopback } from "#lib/outbound/testing/loopback-client";
import { providerFetch } from "./provider-fetch.ts";

const asked: string[] = [];
const server = createServer((request, response) => {
  asked.push(request.url ?? "");
  if (request.url === "/redirect") response.writeHead(302, { location: "/secret" }).end();
  else if (request.url === "/large") response.end(Buffer.alloc(1024 * 1024 + 1));
  else if (request.url === "/largest") response.end(Buffer.alloc(1024 * 1024));
  else if (request.url === "/echo") echo(request, response);
  else response.end("{}");
});
await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
afterAll(() => server.close());
async function echo(request: IncomingMessage, response: ServerResponse) {
  const text = (await request.toArray()).join("");
  response.end(JSON.stringify({ method: request.method, type: request.headers["content-type"], text }));
}
const { port } = server.address() as AddressInfo;
const at = (path: string) => `http://localhost:${port}${path}`;
const call = providerFetch(loopbackClient());

beforeEach(() => {
  asked.length = 0;
});

test("an address without https is not called, not even on this machine, unless Countersign is on loopback", async () => {
  const client = openOutboundClient({ ...onLoopback, origin: "https://countersign.example" });
  const deployed = providerFetch(client);
  await expect(deployed(at("/"))).rejects.toMatchObject({ code: "provider_failed" });
  expect(asked).toEqual([]);
  expect((await call(at("/"))).status).toBe(200);
});

test.each(["http://user:secret@localhost/", "file:///etc/passwd", "http://169.254.169.254/", "no address"])(
  "%s is not called",
  async (address) => {
    await expect(call(address)).rejects.toMatchObject({
      userMessage: expect.stringContaining("The URL isn't https."),
    });
  },
);

test("a provider on a private address is not called, and the error names the setting that allows it", async () => {
  const settings = { ...onLoopback, origin: "https://countersign.example" };
  const lookup = async () => [{ address: "192.168.0.1", family: 4 }];
  const deployed = providerFetch(openOutboundClient(settings, { lookup }));
  await expect(deployed("https://idp.corp/")).rejects.toMatchObject({
    code: "provider_failed",
    userMessage:
      "The host isn't on the public internet. The operator can list its host and port in OUTBOUND_PRIVATE_HOSTS. (https://idp.corp/)",
  });
});

test.each([
  [
    "a form",
    new URLSearchParams({ code: "a b" }),
    "application/x-www-form-urlencoded;charset=UTF-8",
    "code=a+b",
  ],
  ["a text", "text", "text/plain;charset=UTF-8", "text"],
])("%s is sent as fetch sends it", async (_, body, type, text) => {
  const answer = await call(at("/echo"), { method: "POST", body });
  expect(await answer.json()).toEqual({ method: "POST", type, text });
  const request = new Request(at("/echo"), { method: "POST", body });
  expect(await (await call(request)).json()).toEqual({ method: "POST", type, text });
});

test("a redirect is not followed, so that a provider cannot point at an address inside the network", async () => {
  expect((await call(at("/redirect"))).status).toBe(302);
  expect(asked).toEqual(["/redirect"]);
});

test("an answer over a megabyte is refused while it arrives", async () => {
  await expect(call(at("/large"))).rejects.toMatchObject({
    userMessage: expect.stringContaining("larger than 1 MB"),
  });
  expect((await (await call(at("/largest"))).arrayBuffer()).byteLength).toBe(1024 * 1024);
});
