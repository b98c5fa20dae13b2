import { beforeEach, expect, test } from "vitest";
import { hashToken } from "../token-hash.ts";
import { allowingPort, exchangeRaw, startProxy } from "./testing/proxy-side.ts";
import { startUpstream } from "./testing/upstream.ts";

const upstream = await startUpstream();
const token = "a-token-of-the-client-with-32-chars";
const open = await startProxy(upstream.url, allowingPort());
const closed = await startProxy(upstream.url, allowingPort(), {
  isLoopback: false,
  clientToken: hashToken(token),
});

beforeEach(() => {
  upstream.calls.length = 0;
});

const call = (port: number, headers: string[]) =>
  exchangeRaw(port, ["GET /free/a HTTP/1.1", "Connection: close", ...headers, "", ""].join("\r\n"));
const statusOf = async (answer: Promise<string>) => Number((await answer).slice(9, 12));

test.each([
  "evil.example",
  "127.0.0.1.evil.example",
  "localhost.evil.example:8790",
  "10.0.0.1",
  "127.0.0.1:1:2",
])(
  "a request for the host %s is refused, because a web page's name may lead to this machine",
  async (host) => {
    expect(await statusOf(call(open.port, [`Host: ${host}`]))).toBe(421);
    expect(upstream.calls).toEqual([]);
  },
);

test.each(["localhost", "127.0.0.1:8790", "[::1]:8790"])("a request for the host %s passes", async (host) => {
  expect(await statusOf(call(open.port, [`Host: ${host}`]))).toBe(200);
});

test.each(["Origin: http://localhost:3000", "Origin: null", "Sec-Fetch-Site: same-origin"])(
  "a request of a web page is refused: %s",
  async (header) => {
    expect(await statusOf(call(open.port, ["Host: localhost", header]))).toBe(403);
    expect(upstream.calls).toEqual([]);
  },
);

test.each([
  [],
  ["X-Countersign-Token: wrong"],
  ["Proxy-Authorization: Bearer wrong"],
  [`Authorization: Bearer ${token}`],
])("without the client token nothing is asked or forwarded: %s", async (...headers: string[]) => {
  const answer = await call(closed.port, ["Host: proxy.internal", ...headers]);
  expect(answer).toMatch(/^HTTP\/1\.1 407 .*proxy-authenticate: Bearer/is);
  expect(upstream.calls).toEqual([]);
});

test.each([`X-Countersign-Token: ${token}`, `Proxy-Authorization: Bearer ${token}`])(
  "the client token opens the proxy, and doesn't reach the upstream: %s",
  async (header) => {
    expect(await statusOf(call(closed.port, ["Host: proxy.internal", header]))).toBe(200);
    expect(JSON.stringify(upstream.calls)).not.toContain(token);
  },
);
