import { describe, expect, test, vi } from "vitest";
import { api } from "#app/api/index";
import { ScimClient } from "#app/api/scim/testing/scim-client";
import { RunningWorkspace } from "#app/api/testing/running-workspace";
import { startRuntime } from "#app/runtime/runtime";
import { CountersignError } from "#lib/kernel/errors";

vi.mock("next/headers", () => ({
  headers: async () => new Headers({ "x-countersign-call": "id of the call" }),
}));

// As in run-act.test.ts: an earlier test file may have loaded another `next/headers`.
vi.resetModules();
const { runAction } = await import("#app/web/forms/run-action");
const { workspace, admin } = await RunningWorkspace.open();
const directory = await ScimClient.open(workspace, admin);
const { origin } = workspace.runtime.config;
const secret = "row of per_secret at /srv/countersign";

/** Forms of internal errors. No response may contain their text. */
const faults: [string, Error][] = [
  ["an error of a library", new Error(secret)],
  ["an internal error of our own", new CountersignError("internal", secret)],
  ["an internal error with details", new CountersignError("internal", secret, { details: { why: secret } })],
  [
    "an error of the database",
    Object.assign(new Error(secret), {
      code: "42P01",
      cause: Object.assign(new Error(secret), { code: "42703" }),
    }),
  ],
];

/** Runs while the clock, used by every route, throws this error. */
async function whileFailing<Result>(fault: Error, run: () => Promise<Result>): Promise<Result> {
  const clock = () => {
    throw fault;
  };
  startRuntime({ ...workspace.runtime, clock });
  try {
    return await run();
  } finally {
    startRuntime(workspace.runtime);
  }
}

describe.each(faults)("%s", (_, fault) => {
  test("reveals no internals in an answer of the API", async () => {
    const headers = { origin, cookie: admin.cookie };
    for (const [method, path] of [
      ["POST", "/api/session/options"],
      ["GET", "/api/queue"],
      ["GET", "/api/v1/policy"],
    ] as const) {
      const response = await whileFailing(fault, async () => api.request(path, { method, headers }));
      const text = await response.text();
      expect(response.status, text).toBe(500);
      expect(text).not.toContain("secret");
      expect(JSON.parse(text)).toEqual({
        type: `${origin}/docs/errors#internal`,
        title: "internal",
        status: 500,
        code: "internal",
        detail: "Something went wrong on the server. Try again, and tell your admin if it happens again.",
      });
    }
  });

  test("reveals no internals in a SCIM answer", async () => {
    const { status, body } = await whileFailing(fault, () => directory.get("/Users"));
    expect(JSON.stringify(body)).not.toContain("secret");
    expect([status, body]).toEqual([
      500,
      {
        schemas: ["urn:ietf:params:scim:api:messages:2.0:Error"],
        status: "500",
        detail: "Something went wrong on the server. Try again, and tell your admin if it happens again.",
      },
    ]);
  });

  test("reveals no internals to a security event source", async () => {
    const headers = { "content-type": "application/secevent+jwt" };
    const response = await whileFailing(fault, async () =>
      api.request("/ssf/events", { method: "POST", headers, body: "x" }),
    );
    expect(response.status).toBe(500);
    expect(await response.text()).not.toContain("secret");
  });

  test("reveals no internals next to a form but the ID of the call, which the line of the log has", async () => {
    const error = vi.spyOn(workspace.runtime.log, "error");
    const state = await runAction(async () => {
      throw fault;
    });
    expect(state).toEqual({
      outcome: "refused",
      message:
        "Something went wrong on the server. Nothing was changed. Try again in a moment. Error reference: id of the call",
      errors: {},
    });
    expect(error).toHaveBeenCalledWith({ call: "id of the call", err: fault }, "a form's action failed");
    error.mockRestore();
  });
});
