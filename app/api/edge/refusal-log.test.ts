import { PassThrough } from "node:stream";
import { expect, test } from "vitest";
import { codeOf, refund } from "#app/api/testing/requests";
import { RunningWorkspace } from "#app/api/testing/running-workspace";
import { createLog } from "#app/process/log";
import { startRuntime } from "#app/runtime/runtime";

const { workspace, agent } = await RunningWorkspace.withAgent();
const lines = new PassThrough();
startRuntime({ ...workspace.runtime, log: createLog("debug", lines) });

test("a refused call is logged by its code and route, without the agent's text", async () => {
  const path = `/api/v1/agents/${agent.id}/requests`;
  const twice = await agent.call(path, '{"secret-name":1,"secret-name":2}', "msg_1");
  expect(await codeOf(twice)).toBe("invalid_json");
  await agent.ask({ action: refund() }, "secret-id");
  const conflicting = await agent.ask({ action: refund(1300) }, "secret-id");
  expect(await codeOf(conflicting)).toBe("idempotency_conflict");
  lines.end();
  // Not `read`, which from Node 26 on returns one chunk.
  const log = (await lines.setEncoding("utf8").toArray()).join("");
  expect(log).not.toContain("secret-");
  const refusals = log.split("\n").filter((line) => line.includes("a call was refused"));
  expect(refusals.map((line) => JSON.parse(line))).toMatchObject([
    { code: "invalid_json", method: "POST", route: "/api/v1/agents/:id/requests" },
    { code: "idempotency_conflict", method: "POST", route: "/api/v1/agents/:id/requests" },
  ]);
});
