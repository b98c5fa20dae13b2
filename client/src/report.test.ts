import { createHash } from "node:crypto";
import express from "express";
import { beforeEach, expect, test, vi } from "vitest";
import { audience, refundAtTool } from "../testing/refund.ts";
import { frameworks, reservePort } from "../testing/tool-servers.ts";
import { ToolSide } from "../testing/tool-side.ts";
import { requireGrant } from "./http/express.ts";
import { UncertainError } from "./tool.ts";

const port = await reservePort();
const side = await ToolSide.open([audience, port.url]);
const onReportFailed = vi.fn();
const tool = side.toolWith({ reportWithinSeconds: 60, onReportFailed });
beforeEach(() => void onReportFailed.mockReset());

/** The newest execution, as soon as it has an outcome. */
async function newest(): Promise<Record<string, unknown>> {
  const rows = await side.workspace.db.$client`
    select state, error, result_sha256 as result, duration_ms as duration from executions order by started_at desc limit 1`;
  return rows[0] ?? {};
}

test("a result is reported as done, with its hash and its duration", async () => {
  expect(await tool.guard(await side.present(), refundAtTool(), () => "refunded")).toBe("refunded");
  const result = createHash("sha256").update("refunded").digest("base64url");
  expect(await newest()).toMatchObject({ state: "done", error: null, result, duration: expect.any(Number) });
});

test("an error is reported as failed, on one line, and passed on unchanged", async () => {
  const error = new Error(`Upstream said\n500 \u0000${"x".repeat(900)}`);
  const run = tool.guard(await side.present(), refundAtTool(), () => Promise.reject(error));
  await expect(run).rejects.toBe(error);
  expect(await newest()).toMatchObject({
    state: "failed",
    error: expect.stringMatching(/^Upstream said 500 x+$/),
  });
});

test("an error that leaves the outcome open is reported as uncertain", async () => {
  const error = new UncertainError("The connection closed after the call was sent");
  const run = tool.guard(await side.present(), refundAtTool(), () => Promise.reject(error));
  await expect(run).rejects.toBe(error);
  expect(await newest()).toMatchObject({ state: "uncertain", error: error.message });
});

test("an empty error message is no report that the server refuses", async () => {
  const run = tool.guard(await side.present(), refundAtTool(), () => Promise.reject(new Error("\n")));
  await expect(run).rejects.toThrow();
  expect(await newest()).toMatchObject({ state: "failed", error: null });
});

test("a report that can't be sent changes neither the result nor what ran, and the tool hears of it", async () => {
  const run = vi.fn(() => "ran");
  const fetch = (url: string, init?: RequestInit) =>
    url.endsWith("/execution") ? Promise.reject(new Error("down")) : globalThis.fetch(url, init);
  const cut = side.toolWith({ reportWithinSeconds: 60, onReportFailed, fetch, timeoutSeconds: 1 });
  expect(await cut.guard(await side.present(), refundAtTool(), run)).toBe("ran");
  expect(run).toHaveBeenCalledTimes(1);
  expect(onReportFailed.mock.calls[0]?.[0]).toMatchObject({ code: "issuer_unavailable" });
  expect(await newest()).toMatchObject({ state: "expected" });
});

test("an error of onReportFailed doesn't replace the result", async () => {
  const fetch = (url: string, init?: RequestInit) =>
    url.endsWith("/execution") ? Promise.reject(new Error("down")) : globalThis.fetch(url, init);
  onReportFailed.mockImplementation(() => {
    throw new Error("logging is down");
  });
  const cut = side.toolWith({ reportWithinSeconds: 60, onReportFailed, fetch, timeoutSeconds: 1 });
  expect(await cut.guard(await side.present(), refundAtTool(), () => "ran")).toBe("ran");
});

test("a tool that announces no report has none to send", async () => {
  await side.tool.guard(await side.present(), refundAtTool(), () => "ran");
  const [row] = await side.workspace.db
    .$client`select count(*)::int as n from executions e join grants g on g.id = e.grant_id
      where g.id = (select id from grants order by issued_at desc limit 1)`;
  expect(row?.n).toBe(0);
});

test.each(Object.keys(frameworks))("with %s, the status of the response is the outcome", async (name) => {
  let status = 200;
  const build = frameworks[name] as (typeof frameworks)[string];
  port.serve(await build(side.toolWith({ audience: port.url, reportWithinSeconds: 60 }), () => status));
  for (const [given, state] of [
    [200, "done"],
    [422, "failed"],
    [500, "uncertain"],
  ] as const) {
    status = given;
    expect((await call()).status).toBe(given);
    await vi.waitFor(async () => expect(await newest()).toMatchObject({ state }), { timeout: 10_000 });
  }
});

test("a connection that closes before the response is sent leaves the outcome uncertain", async () => {
  const app = express();
  const forTool = side.toolWith({ audience: port.url, reportWithinSeconds: 60 });
  app.post(
    "/refunds",
    requireGrant(forTool, () => refundAtTool(50, { audience: port.url })),
  );
  app.post("/refunds", (_request, response) => void response.destroy());
  port.serve(app);
  await expect(call()).rejects.toThrow("fetch failed");
  await vi.waitFor(async () => expect(await newest()).toMatchObject({ state: "uncertain" }), {
    timeout: 10_000,
  });
});

function call() {
  const headers = { "content-type": "application/json" };
  const body = JSON.stringify({ charge: "ch_81", amount: 50 });
  return side.agent.fetch(`${port.url}/refunds`, { method: "POST", headers, body });
}
