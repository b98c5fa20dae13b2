import { expect, test } from "vitest";
import { executions } from "../db/schema/executions.ts";
import { runPython, withoutPython } from "./testing/python.ts";
import { refundAtTool } from "./testing/refund.ts";
import { issuer, ToolSide } from "./testing/tool-side.ts";

const title = withoutPython
  ? `skipped, because ${withoutPython}`
  : "a Python agent and a Python tool run an approved action once, and report it";

test.skipIf(withoutPython)(title, async () => {
  const side = await ToolSide.open();
  const { caller, callerKey, owner, toolKey, url } = side;
  const given = {
    issuer,
    url,
    agent: caller.id,
    key: callerKey,
    tool_key: toolKey,
    action: refundAtTool(1250),
  };
  const decide = async () => {
    await side.approveNext();
    await side.approveNext();
    await side.denyNext("No.");
  };
  const running = runPython(["-m", "tests.live"], JSON.stringify(given));
  const [{ stdout }] = await Promise.all([running, decide()]);
  const steps: { step: string }[] = stdout
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line));
  const pending = expect.objectContaining({ step: "pending" });
  expect(steps).toEqual([
    pending,
    { step: "changed", code: "action_mismatch" },
    { step: "redeemed", by: [owner.viewer.personId] },
    { step: "replayed", code: "grant_already_redeemed" },
    { step: "reported", request: expect.stringMatching(/^req_/) },
    pending,
    { step: "unproven", code: "invalid_proof" },
    { step: "guarded", result: "refunded" },
    { step: "replayed at the tool", code: "grant_already_redeemed" },
    pending,
    { step: "denied", code: "denied" },
    { step: "withdrawn", state: "cancelled", code: "request_cancelled" },
    { step: "refused", code: "invalid_action" },
    { step: "froze", by: "agent" },
    { step: "stopped", code: "agent_quarantined" },
  ]);
  const reported = await side.workspace.db.select({ state: executions.state }).from(executions);
  expect(reported).toEqual([{ state: "done" }, { state: "done" }]);
});
