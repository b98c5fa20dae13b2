import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeEach, expect, test } from "vitest";
import { addSeconds } from "#lib/kernel/clock";
import { loopbackClient } from "#lib/outbound/testing/loopback-client";
import { reachProvider } from "./reach-provider.ts";

const outbound = loopbackClient();
const now = new Date("2026-11-24T10:00:00Z");
const provider = { questions: 0, isBroken: true };
const server = createServer((_, response) => {
  provider.questions++;
  response.statusCode = provider.isBroken ? 500 : 200;
  const endpoints = ["authorization_endpoint", "token_endpoint", "userinfo_endpoint", "jwks_uri"];
  const metadata = Object.fromEntries(endpoints.map((name) => [name, `${issuer}/${name}`]));
  response.end(JSON.stringify({ issuer, ...metadata }));
});
await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
afterAll(() => server.close());
const issuer = `http://localhost:${(server.address() as AddressInfo).port}`;

let id: string;
let number = 0;
beforeEach(() => {
  id = `sso_${++number}`;
  Object.assign(provider, { questions: 0, isBroken: true });
});

const reach = (at: Date, more: { id?: string; anew?: boolean } = {}) =>
  reachProvider({ id: more.id ?? id, issuer }, { outbound, now: at, anew: more.anew });
const failed = { code: "provider_failed", userMessage: expect.stringContaining("returned HTTP 500") };

test("a provider that failed is not called again for half a minute: other sign-ins fail immediately, for the same reason", async () => {
  await expect(reach(now)).rejects.toMatchObject(failed);
  provider.isBroken = false;
  await expect(reach(addSeconds(now, 29))).rejects.toMatchObject(failed);
  expect(provider.questions).toBe(1);
  expect(await reach(addSeconds(now, 30))).toMatchObject({ issuer });
  expect(provider.questions).toBe(2);
});

test("concurrent sign-ins share the answer of one call", async () => {
  const answers = await Promise.allSettled(Array.from({ length: 20 }, () => reach(now)));
  expect(answers.every(({ status }) => status === "rejected")).toBe(true);
  expect(provider.questions).toBe(1);
});

test("a working provider is called each time, without caching its answer", async () => {
  provider.isBroken = false;
  await reach(now);
  await reach(now);
  expect(provider.questions).toBe(2);
});

test("an admin's test always calls the provider, and its result counts for every sign-in", async () => {
  await expect(reach(now)).rejects.toMatchObject(failed);
  provider.isBroken = false;
  expect(await reach(addSeconds(now, 1), { anew: true })).toMatchObject({ issuer });
  expect(await reach(addSeconds(now, 2))).toMatchObject({ issuer });
  expect(provider.questions).toBe(3);
});

test("a failure counts for one connection only, and setting the clock back does not prolong it", async () => {
  await expect(reach(now)).rejects.toMatchObject(failed);
  provider.isBroken = false;
  expect(await reach(now, { id: `${id}_other` })).toMatchObject({ issuer });
  expect(await reach(addSeconds(now, -1))).toMatchObject({ issuer });
});

test("no more than a hundred failures are remembered, the newest", async () => {
  const ids = Array.from({ length: 101 }, (_, n) => `${id}_${n}`);
  for (const id of ids) await expect(reach(now, { id })).rejects.toMatchObject(failed);
  provider.questions = 0;
  await expect(reach(now, { id: ids[100] })).rejects.toMatchObject(failed);
  expect(provider.questions).toBe(0);
  await expect(reach(now, { id: ids[0] })).rejects.toMatchObject(failed);
  expect(provider.questions).toBe(1);
});
