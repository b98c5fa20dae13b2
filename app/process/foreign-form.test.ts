import { once } from "node:events";
import { request } from "node:http";
import type { AddressInfo } from "node:net";
import { pino } from "pino";
import { afterAll, expect, test } from "vitest";
import { createHttpServer } from "./http-server.ts";

const origin = "http://localhost:3000";
const server = createHttpServer({
  origin,
  isDevelopment: false,
  log: pino({ level: "silent" }),
  lookAtDatabase: async () => "current",
  closing: new AbortController().signal,
});
const reached: string[] = [];
server.servePages(async ({ method }, response) => {
  reached.push(method ?? "");
  response.end("page");
});
server.http.listen(0, "127.0.0.1");
await once(server.http, "listening");
const { port } = server.http.address() as AddressInfo;
afterAll(() => server.close());

/** The status of a page for one call. Not by fetch, which always sets its own `Origin`. */
async function statusOf(method: string, path: string, headers: Record<string, string>): Promise<number> {
  const call = request({ port, path, method, headers: { host: "localhost:3000", ...headers } }).end();
  const [answer] = await once(call, "response");
  answer.resume();
  return answer.statusCode;
}

test.each<[string, Record<string, string>]>([
  ["none", {}],
  ["null, as a sandboxed frame sends it", { origin: "null" }],
  ["another site", { origin: "https://evil.example" }],
  ["our host by another scheme", { origin: "https://localhost:3000" }],
  ["our host on another port", { origin: "http://localhost:3001" }],
  ["a longer name that begins with ours", { origin: "http://localhost:3000.evil.example" }],
])("a form or server action with the Origin %s never reaches a page", async (_, headers) => {
  for (const method of ["POST", "PUT", "PATCH", "DELETE"])
    for (const path of ["/people", "/", "/_next/data/people.json"])
      expect(await statusOf(method, path, { "next-action": "x", ...headers }), `${method} ${path}`).toBe(403);
  expect(reached).toEqual([]);
});

test("a form with our own Origin reaches its page, and reading needs no Origin", async () => {
  reached.length = 0;
  expect(await statusOf("POST", "/people", { origin })).toBe(200);
  expect(await statusOf("GET", "/people", {})).toBe(200);
  expect(await statusOf("HEAD", "/people", {})).toBe(200);
  expect(reached).toEqual(["POST", "GET", "HEAD"]);
});
