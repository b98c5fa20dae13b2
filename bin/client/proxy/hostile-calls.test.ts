import { expect, test } from "vitest";
import { canonicalJson } from "#client/json/canonical";
import type { Action } from "#lib/boundary/mapping/engine/action-of";
import { hostileCalls, plainCall, type WrittenCall } from "../../../lib/boundary/testing/hostile-calls.ts";
import { allowingPort, exchangeRaw, rawRequest, startProxy } from "./testing/proxy-side.ts";
import { startUpstream } from "./testing/upstream.ts";

const upstream = await startUpstream();
const countersign = allowingPort();
const proxy = await startProxy(upstream.url, countersign);

/** The action that the proxy asked for and forwarded; undefined if it refused the call. */
async function actionOf({ method, target, headers, body }: WrittenCall): Promise<Action | undefined> {
  countersign.asked.length = 0;
  upstream.calls.length = 0;
  const all = [...headers, ...(body === "" ? [] : [`Content-Length: ${body.length}`])];
  const answer = await exchangeRaw(proxy.port, rawRequest(`${method} ${target} HTTP/1.1`, all, body));
  const status = Number(/^HTTP\/1\.1 (\d{3})/.exec(answer)?.[1]);
  const [action, ...others] = countersign.asked;
  expect([others, upstream.calls.length]).toEqual([[], action ? 1 : 0]);
  if (action) expect(upstream.calls[0]).toMatchObject({ method, target });
  else expect(status).toBeGreaterThanOrEqual(400);
  return action;
}

test("through the proxy, every hostile call is refused, or another action than the plain call", async () => {
  const plain = await actionOf(plainCall);
  const seen: Record<string, string> = {};
  for (const call of hostileCalls) {
    const action = await actionOf(call);
    const isSame = action && canonicalJson(action) === canonicalJson(plain);
    seen[call.name] = action === undefined ? "refused" : isSame ? "same" : "differs";
  }
  expect(seen).toEqual(Object.fromEntries(hostileCalls.map(({ name, expected }) => [name, expected.proxy])));
  // 250 connections, one after the other.
}, 120_000);
