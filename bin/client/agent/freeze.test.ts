import { expect, test } from "vitest";
import { agent, openAgentSide } from "../testing/agent-side.ts";

const { server, run } = await openAgentSide();
const hold = { since: "2026-12-01T12:00:00.000Z", by: "agent" };
const frozen = (of: object = {}) => ({ status: 200, body: { agent: { id: agent }, hold, ...of } });

test("an agent freezes itself by a signed call that names it, and says since when it is on hold", async () => {
  server.answers(frozen);
  const { code, io } = await run(["freeze", "--self", "--reason", "Odd prompts", "--id", "msg_1"]);
  expect([code, io.stderr]).toEqual([
    0,
    expect.stringContaining("has been on hold since 2026-12-01T12:00:00.000Z"),
  ]);
  expect(server.calls).toMatchObject([
    { method: "POST", path: `/api/v1/agents/${agent}/freeze`, headers: { "webhook-id": "msg_1" } },
  ]);
  expect(JSON.parse(server.calls[0]?.body ?? "")).toEqual({ freeze: agent, reason: "Odd prompts" });
});

test("nothing is sent without --self: an agent freezes no other", async () => {
  server.answers(frozen);
  for (const args of [["freeze"], ["freeze", "agt_2", "--self"]]) expect((await run(args)).code).toBe(2);
  expect(server.calls).toEqual([]);
});

test.each<[string, { status: number; body: object }, number]>([
  ["a freeze of another agent", frozen({ agent: { id: "agt_2" } }), 31],
  ["no hold", frozen({ hold: undefined }), 31],
  ["a hold without a time", frozen({ hold: { by: "agent" } }), 31],
  ["a revoked agent", { status: 403, body: { code: "agent_revoked", detail: "Revoked." } }, 20],
  ["a hold that a person ended", { status: 409, body: { code: "conflict", detail: "Released." } }, 21],
])("%s is no success", async (_, answer, exit) => {
  server.answers(() => answer);
  expect((await run(["freeze", "--self"])).code).toBe(exit);
});
