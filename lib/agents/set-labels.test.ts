import { describe, expect, test } from "vitest";
import { findAgent } from "#lib/agents/find-agent";
import { revokeAgents } from "#lib/ownership/revoke-agents";
import { actor, auditEvents } from "#lib/policy/testing/workspace";
import { now, TestWorkspace } from "#lib/testing/workspace";
import { labelsSchema, setLabels } from "./set-labels.ts";

const admin = actor("admin");
const workspace = await TestWorkspace.open();
const { db } = workspace;
const agentId = (await workspace.agent("Refund bot", await workspace.person("Ada"))).id;

async function labels(): Promise<string[]> {
  return (await findAgent(db, { viewer: admin, agentId, now })).labels;
}

describe("an agent's labels", () => {
  test("are stored sorted without duplicates, replace the previous labels, and every change is recorded", async () => {
    await setLabels(db, { actor: admin, agentId, labels: labelsSchema.parse(["prod", "a:b", "prod"]), now });
    expect(await labels()).toEqual(["a:b", "prod"]);
    const later = new Date(now.getTime() + 1000);
    await setLabels(db, { actor: admin, agentId, labels: [], now: later });
    expect(await labels()).toEqual([]);
    expect(await auditEvents(db, "agent.labels_changed")).toMatchObject([
      { subject: { agent: agentId }, data: { labels: ["a:b", "prod"] } },
      { subject: { agent: agentId }, data: { labels: [] } },
    ]);
  });

  test.each([["Prod"], ["a b"], ["a,b"], [""], ["x".repeat(64)], ["-a"]])(
    "%j is not a valid label",
    (label) => {
      expect(labelsSchema.safeParse([label]).success).toBe(false);
    },
  );

  test("are 20 at most", () => {
    const many = Array.from({ length: 21 }, (_, index) => `l${index}`);
    expect(labelsSchema.safeParse(many).success).toBe(false);
    expect(labelsSchema.safeParse([...many.slice(0, 20), "l0"]).success).toBe(true);
  });

  test("are set only by admins, and not for a revoked agent", async () => {
    for (const role of ["approver", "auditor"] as const)
      await expect(
        setLabels(db, { actor: actor(role), agentId, labels: ["mine"], now }),
      ).rejects.toMatchObject({ code: "not_found" });
    await revokeAgents(db, { actor: admin, agentIds: [agentId], now });
    await expect(setLabels(db, { actor: admin, agentId, labels: ["late"], now })).rejects.toMatchObject({
      code: "agent_revoked",
    });
    expect(await labels()).toEqual([]);
  });
});
