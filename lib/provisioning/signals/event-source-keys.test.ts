import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeEach, expect, test } from "vitest";
import { loopbackClient } from "#lib/outbound/testing/loopback-client";
import { eventSourceKeys } from "./event-source-keys.ts";

const key = (kid: string) => ({ kty: "EC", crv: "P-256", x: "x".repeat(43), y: "y".repeat(43), kid });
const published = { status: 200, keys: [key("first")], fetches: 0 };
const server = createServer((_request, response) => {
  published.fetches++;
  response.writeHead(published.status, { "content-type": "application/json" });
  response.end(JSON.stringify({ keys: published.keys }));
});
await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
afterAll(() => server.close());
const { port } = server.address() as AddressInfo;

// An address for each test: fetched keys are cached by address.
let jwksUrl = "";
let tests = 0;
beforeEach(() => {
  Object.assign(published, { status: 200, keys: [key("first")], fetches: 0 });
  jwksUrl = `http://127.0.0.1:${port}/${++tests}`;
});

const outbound = loopbackClient();
const keysAt = (seconds: number, kid = "first") =>
  eventSourceKeys(
    { jwks: null, jwksUrl },
    { kid, outbound, now: new Date(1_800_000_000_000 + seconds * 1000) },
  );

test("a key set that fails is not fetched again within a minute, and the error stays the same", async () => {
  published.status = 500;
  const failure = await keysAt(0).catch((error) => error);
  expect(failure).toMatchObject({ code: "busy", retryAfterSeconds: 60 });
  published.status = 200;
  for (const seconds of [0, 30, 59]) await expect(keysAt(seconds)).rejects.toBe(failure);
  expect(published.fetches).toBe(1);
  expect(await keysAt(60)).toMatchObject({ keys: [{ kid: "first" }] });
  expect(published.fetches).toBe(2);
});

test("calls at the same time share one fetch, also one that fails", async () => {
  published.status = 500;
  const calls = await Promise.allSettled(Array.from({ length: 20 }, () => keysAt(0)));
  expect(new Set(calls.map(({ status }) => status))).toEqual(new Set(["rejected"]));
  expect(published.fetches).toBe(1);
});

test("a failed search for an unknown key does not affect valid keys", async () => {
  await keysAt(0);
  published.status = 500;
  await expect(keysAt(40, "invented")).rejects.toMatchObject({ code: "busy" });
  await expect(keysAt(41)).resolves.toMatchObject({ keys: [{ kid: "first" }] });
  expect(published.fetches).toBe(2);
});
