import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { api } from "#app/api/index";
import { refund } from "#app/api/testing/requests";
import { RunningWorkspace } from "#app/api/testing/running-workspace";
import { createHttpServer } from "#app/process/http-server";
import { RawCaller } from "#app/process/testing/raw-caller";
import { startRuntime } from "#app/runtime/runtime";

const { workspace, agent } = await RunningWorkspace.withAgent();
const { runtime } = workspace;
const byHono = vi.spyOn(api, "fetch");
const { http } = createHttpServer({
  ...{ origin: runtime.config.origin, isDevelopment: false, log: runtime.log },
  ...{ lookAtDatabase: async () => "down", closing: new AbortController().signal },
});
const path = `/api/v1/agents/${agent.id}/requests`;
const caller = new RawCaller(http, { path, body: JSON.stringify({ action: refund(1250) }), by: agent });
let pending: { request: { id: string }; wait: { token: string } };

beforeAll(async () => {
  await new Promise<void>((resolve) => http.listen(0, "127.0.0.1", resolve));
  pending = (await caller.answerTo({})).body as typeof pending;
});
afterAll(() => {
  http.closeAllConnections();
  http.close();
});

/** Looks at the pending request, or waits for it. */
function look(query: string, spelled: (path: string) => string, token = pending.wait.token) {
  const headers = { authorization: `Bearer ${token}`, "content-type": undefined };
  return caller.answerTo({
    ...{ method: "GET", body: "", headers },
    path: spelled(`/api/v1/requests/${pending.request.id}${query}`),
  });
}

const plain = (path: string) => path;
const escaped = (path: string) => path.replace("/v1/", "/%761/");

describe.each([
  ["without Hono", plain, 0],
  ["through Hono", escaped, 1],
])("%s, a look or a wait gets its whole answer:", (_way, spelled, calls) => {
  test.each([
    ["a look", "", "200 OK"],
    ["a wait of no seconds", "?wait=0", "200 OK"],
    ["a wait longer than a minute", "?wait=61", "400 Bad Request"],
  ])("%s", async (_, query, status) => {
    const before = byHono.mock.calls.length;
    const { head, body } = await look(query, spelled);
    expect(byHono.mock.calls.length - before).toBe(calls);
    expect(head[0]).toBe(`HTTP/1.1 ${status}`);
    expect(head).toContain("cache-control: no-store");
    if (status === "200 OK") expect(body).toMatchObject({ request: { state: "pending" } });
    else expect(body).toMatchObject({ code: "invalid_body" });
  });

  test("another request's token", async () => {
    const { head, body } = await look("", spelled, "x".repeat(43));
    expect(head[0]).toBe("HTTP/1.1 401 Unauthorized");
    expect(body).toMatchObject({ code: "invalid_wait_token" });
  });

  test("a server that stops answers with the present state, and asks the agent to come back", async () => {
    const stopping = new AbortController();
    startRuntime({ ...runtime, closing: stopping.signal });
    const listening = vi.spyOn(runtime.events, "subscribe");
    const waiting = look("?wait=60", spelled);
    await expect.poll(() => listening).toHaveBeenCalled();
    listening.mockRestore();
    stopping.abort();
    const { head, body } = await waiting.finally(() => startRuntime(runtime));
    expect(head).toContain("retry-after: 1");
    expect(body).toMatchObject({ request: { id: pending.request.id, state: "pending" } });
  });
});

test("both ways give the same head", async () => {
  const [one, other] = [await look("", plain), await look("", escaped)];
  expect(one.head.toSorted()).toEqual(other.head.toSorted());
  expect(one.body).toEqual(other.body);
});
