import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeEach, expect, test } from "vitest";
import { providerFetch } from "./provider-fetch.ts";

const asked: string[] = [];
const server = createServer((request, response) => {
  asked.push(request.url ?? "");
  if (request.url === "/redirect") response.writeHead(302, { location: "/secret" }).end();
  else if (request.url === "/large") response.end(Buffer.alloc(1024 * 1024 + 1));
  else if (request.url === "/largest") response.end(Buffer.alloc(1024 * 1024));
  else response.end("{}");
});
await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
afterAll(() => server.close());
const { port } = server.address() as AddressInfo;
const at = (path: string) => `http://localhost:${port}${path}`;
const onLoopback = providerFetch({ origin: "http://localhost:3000" });

beforeEach(() => {
  asked.length = 0;
});

test("an address without https is not called, not even on this machine, unless Countersign is on loopback", async () => {
  const deployed = providerFetch({ origin: "https://countersign.example" });
  await expect(deployed(at("/"))).rejects.toMatchObject({ code: "provider_failed" });
  expect(asked).toEqual([]);
  expect((await onLoopback(at("/"))).status).toBe(200);
});

test.each(["http://user:secret@localhost/", "file:///etc/passwd", "http://169.254.169.254/", "no address"])(
  "%s is not called",
  async (address) => {
    await expect(onLoopback(address)).rejects.toMatchObject({
      userMessage: expect.stringContaining("The URL isn't https."),
    });
  },
);

test("a redirect is not followed, so that a provider cannot point at an address inside the network", async () => {
  expect((await onLoopback(at("/redirect"))).status).toBe(302);
  expect(asked).toEqual(["/redirect"]);
});

test("an answer over a megabyte is refused while it arrives", async () => {
  await expect(onLoopback(at("/large"))).rejects.toMatchObject({
    userMessage: expect.stringContaining("larger than 1 MB"),
  });
  expect((await (await onLoopback(at("/largest"))).arrayBuffer()).byteLength).toBe(1024 * 1024);
});
