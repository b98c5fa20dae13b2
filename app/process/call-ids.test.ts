import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { afterAll, beforeEach, expect, test } from "vitest";
import { refund } from "#app/api/testing/requests";
import { RunningWorkspace } from "#app/api/testing/running-workspace";
import { logPageError } from "#app/runtime/call-id";
import { startRuntime } from "#app/runtime/runtime";
import { createHttpServer } from "./http-server.ts";
import { createLog } from "./log.ts";

const { workspace, agent } = await RunningWorkspace.withAgent();
const lines: Record<string, unknown>[] = [];
const log = createLog("debug", { write: (line) => void lines.push(JSON.parse(line)) });
const runtime = { ...workspace.runtime, log };
startRuntime(runtime);
const { http, servePages } = createHttpServer({
  ...{ origin: runtime.config.origin, isDevelopment: false, log },
  ...{ lookAtDatabase: async () => "current", closing: new AbortController().signal },
});
// Next gives a page's error, with a digest, and the headers of its call.
servePages(async ({ headers }, response) => {
  logPageError(Object.assign(new Error("row of per_secret"), { digest: "1234567890" }), headers);
  response.writeHead(500).end();
});
http.listen(0, "127.0.0.1");
await once(http, "listening");
const url = `http://127.0.0.1:${(http.address() as AddressInfo).port}`;
afterAll(() => {
  http.closeAllConnections();
  http.close();
});
beforeEach(() => void lines.splice(0));

const asks = `/api/v1/agents/${agent.id}/requests`;
const body = JSON.stringify({ action: refund(50) });
const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

function ask(path: string, headers: Record<string, string> = {}): Promise<Response> {
  const signed = agent.signature(body, `msg_${Math.random()}`);
  const all = { "content-type": "application/json", ...signed, ...headers };
  return fetch(url + path, { method: "POST", body, headers: all });
}

/** The ID that the answer names, once every line of the call is written. */
async function idOf(response: Response): Promise<string> {
  await expect.poll(() => lines.some(({ msg }) => msg === "request")).toBe(true);
  return response.headers.get("x-request-id") ?? "";
}

const calls: [string, () => Promise<Response>][] = [
  ["an ask", () => ask(asks)],
  ["an ask through Hono", () => ask(`${asks}?a=1`)],
  ["a refused ask", () => ask(asks, { "webhook-signature": "v1a,x" })],
  ["a call of a directory", () => fetch(`${url}/scim/v2/Users`)],
  ["a hook", () => fetch(`${url}/hooks/claude-code`, { method: "POST" })],
  ["an address that doesn't exist", () => fetch(`${url}/api/nothing`)],
  ["a probe", () => fetch(`${url}/readyz`)],
  ["a page", () => fetch(`${url}/queue`, { headers: { rsc: "1" } })],
];

test.each(calls)(
  "each line about %s has the ID in the answer, which is another at each call",
  async (_, call) => {
    const id = await idOf(await call());
    expect(id).toMatch(uuid);
    expect(lines.map((line) => line.call)).toEqual(lines.map(() => id));
    lines.splice(0);
    expect(await idOf(await call())).not.toBe(id);
  },
);

test("no caller chooses the ID of a call", async () => {
  const chosen = "11111111-1111-4111-8111-111111111111";
  const headers = { "x-request-id": chosen, "x-countersign-call": chosen };
  for (const path of [asks, `${asks}?a=1`, "/queue", "/access/v1/evaluation"]) await ask(path, headers);
  await expect.poll(() => lines.filter(({ msg }) => msg === "request").length).toBe(4);
  expect(JSON.stringify(lines)).not.toContain(chosen);
});

test.each([
  ["without Hono", asks],
  ["through Hono", `${asks}?a=1`],
])("%s, an internal error names the call whose line in the log has its cause", async (_, path) => {
  const clock = () => {
    throw new Error("row of per_secret");
  };
  const signed = agent.signature(body, "msg_own");
  startRuntime({ ...runtime, clock });
  const response = await ask(path, signed).finally(() => startRuntime(runtime));
  expect(await response.json()).toMatchObject({
    code: "internal",
    instance: `urn:uuid:${await idOf(response)}`,
  });
  expect(lines).toContainEqual(
    expect.objectContaining({
      msg: "a call failed",
      call: response.headers.get("x-request-id"),
      err: expect.objectContaining({ message: "row of per_secret" }),
    }),
  );
});

test("the digest that an error page shows is in the log, next to the ID of the call and the error", async () => {
  const id = await idOf(await fetch(`${url}/queue`, { headers: { rsc: "1" } }));
  expect(lines).toContainEqual(
    expect.objectContaining({
      call: id,
      digest: "1234567890",
      err: expect.objectContaining({ type: "Error" }),
    }),
  );
});
