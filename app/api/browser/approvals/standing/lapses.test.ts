import { sql } from "drizzle-orm";
import { beforeEach, expect, test } from "vitest";
import { releasing } from "#app/(console)/agents/releasing";
import { askedBy } from "#app/api/agent/testing/ask-and-wait";
import type { CallingAgent } from "#app/api/testing/calling-agent";
import { codeOf, refund } from "#app/api/testing/requests";
import { RunningWorkspace } from "#app/api/testing/running-workspace";
import { confirmAndPerform, formOf } from "#app/testing/confirming";
import { addWorkloadIdentity } from "#lib/agents/keys/add-identity";
import { addPublicKey } from "#lib/agents/keys/add-key";
import { setLabels } from "#lib/agents/set-labels";
import { newKeyPair } from "#lib/agents/testing/key-pair";
import { endStandingApproval } from "#lib/approvals/standing/approvals/end";
import { markOverdue } from "#lib/boundary/executions/mark-overdue";
import { saveMapping } from "#lib/boundary/mapping/kept/save-mapping";
import { acceptTools } from "#lib/boundary/registry/accept-tools";
import { createBoundary } from "#lib/boundary/registry/create-boundary";
import { hashTool } from "#lib/boundary/registry/hash-tool";
import { recordContact } from "#lib/boundary/registry/record-contact";
import { storeTexts } from "#lib/boundary/registry/store-texts";
import { addSeconds } from "#lib/kernel/clock";
import { freezeAgents, settleFreeze } from "#lib/lifecycle/freeze-agents";
import { holdAgent } from "#lib/lifecycle/hold-agent";
import { suspendPerson } from "#lib/membership/offboarding/suspend-person";
import { reinstatePerson } from "#lib/membership/reinstate-person";
import { listNotices } from "#lib/notices/list-notices";
import { noticeKinds } from "#lib/notices/notice-kinds";
import type { Viewer } from "#lib/sessions/session";
import { endLapsedStanding, endStandingOfTypes } from "#lib/voiding/end-standing-approvals";
import { storeEnvironment } from "#lib/workspace/change-workspace";
import {
  approveRead,
  ceiling,
  openRefunds,
  publishTypes,
  sampleDraws,
  signStanding,
} from "./testing/standing-approvals.ts";

const { workspace, admin, owner } = await RunningWorkspace.withOwner();
const { db, time } = workspace;
await openRefunds(workspace, admin, { ...ceiling, signers: ["owner", "backup"] });
const backup = await workspace.person("Bo Backup", ["approver"], admin);

let agent: CallingAgent;
beforeEach(async () => {
  sampleDraws(false);
  agent = await workspace.agent(admin, owner, [backup]);
  const requestId = await approveRead(workspace, { agent, by: owner, action: refund(1250) });
  expect((await signStanding(owner, requestId)).status).toBe(201);
  expect(await stateAfter(refund(900))).toBe("approved");
});

const ask = async (more: object = {}) => askedBy(agent, { action: refund(900), ...more });
const stateAfter = async (action: object) => (await askedBy(agent, { action })).request.state;
const sampled = async () => {
  sampleDraws(true);
  const { id } = (await ask()).request;
  sampleDraws(false);
  return id;
};

/** How the agent's standing approval ended, and the events that say so. */
async function ends() {
  const [row] = await db.$client<{ id: string; end: string | null }[]>`
    select id, end_reason as end from standing_approvals where agent_id = ${agent.id}`;
  const events = await db.$client<{ reason: string }[]>`
    select convert_from(body, 'utf8')::jsonb -> 'data' ->> 'reason' as reason from audit_events
    where type = 'standing_approval.ended' and agent_id = ${agent.id}`;
  return { end: row?.end, events: events.map(({ reason }) => reason) };
}

/** The words of the owner's notice about this agent's standing approval. */
async function noticeOf(now: Date) {
  const { notices } = await listNotices(db, { personId: owner.viewer.personId, now });
  const found = notices.filter(
    ({ kind, agentId }) => kind === "standing_approval_ended" && agentId === agent.id,
  );
  expect(found).toHaveLength(1);
  return found[0] && noticeKinds.standing_approval_ended.words(found[0]);
}

async function expectEnded(reason: string): Promise<void> {
  expect(await ends()).toEqual({ end: reason, events: [reason] });
}

test("the denial of a request that reached the person ends it", async () => {
  const id = await sampled();
  expect((await owner.post(`/api/requests/${id}/denials`, { reason_code: "not_now" })).status).toBe(201);
  await expectEnded("denied");
  expect(await stateAfter(refund(900))).toBe("pending");
});

test("an unexpected request ends it", async () => {
  const id = await sampled();
  expect((await owner.post(`/api/requests/${id}/unexpected`, {})).status).toBe(201);
  await expectEnded("denied");
});

test.each(["failed", "uncertain"] as const)("an action that is reported as %s ends it", async (outcome) => {
  const { request, grant } = await ask();
  await agent.redeem(grant ?? "", refund(900), { execution: { report_within: 60 } });
  const error = outcome === "failed" ? { error: "Upstream said 500" } : {};
  const report = JSON.stringify({ request: request.id, outcome, duration_ms: 5, ...error });
  const path = `/api/v1/agents/${agent.id}/requests/${request.id}/execution`;
  expect((await agent.call(path, report)).status).toBeLessThan(300);
  await expectEnded(`execution_${outcome}`);
});

test("an action without a report in time ends it", async () => {
  const { grant } = await ask();
  await agent.redeem(grant ?? "", refund(900), { execution: { report_within: 60 } });
  await markOverdue(db, addSeconds(time.now, 61));
  await expectEnded("execution_uncertain");
});

test("another key of the agent ends it", async () => {
  const { publicKey } = newKeyPair();
  await addPublicKey(db, { actor: owner.viewer, agentId: agent.id, publicKey, now: time.now });
  await expectEnded("key_changed");
});

test("other labels of the agent end it", async () => {
  await setLabels(db, { actor: admin.viewer, agentId: agent.id, labels: ["ci"], now: time.now });
  await expectEnded("labels_changed");
});

test("a workload that may act as the agent ends it", async () => {
  const claims = { issuer: "https://ci.example", audience: "countersign", subject: "repo:a", claims: [] };
  const addition = { ...claims, keyMinutes: 10, actor: admin.viewer, agentId: agent.id };
  await addWorkloadIdentity(db, { ...addition, config: { origin: "https://c.example" }, now: time.now });
  await expectEnded("key_changed");
});

test("its end revokes the unredeemed grants of its draws", async () => {
  const { grant } = await ask();
  expect(await stateAfter(refund(1251))).toBe("pending");
  await expectEnded("outside_bounds");
  const refused = await agent.redeem(grant ?? "", refund(900));
  expect([refused.status, await codeOf(refused)]).toEqual([403, "grant_revoked"]);
});

test("a signature waits for a denial that isn't committed yet, and sees it", async () => {
  const other = await workspace.agent(admin, owner);
  const requestId = await approveRead(workspace, { agent: other, by: owner, action: refund(1250) });
  const { id } = (await askedBy(other, { action: refund(700) })).request;
  let signing: Promise<Response> | undefined;
  await db.transaction(async (tx) => {
    await tx.execute(
      sql`update requests set state = 'denied', closed_at = ${time.now.toISOString()} where id = ${id}`,
    );
    await endStandingOfTypes(tx, [id], { reason: "denied", actor: { personId: "" }, now: time.now });
    signing = signStanding(owner, requestId);
    const waiting = () => tx.execute(sql`select 1 from pg_locks where locktype = 'advisory' and not granted`);
    await Promise.race([signing, expect.poll(waiting).toHaveLength(1)]);
  });
  const refused = await signing;
  expect([refused?.status, refused && (await codeOf(refused))]).toEqual([403, "not_entitled"]);
});

test("a hold ends it: after the release, people are asked", async () => {
  await holdAgent(db, { actor: owner.viewer, agentId: agent.id, reason: null, now: time.now });
  await confirmAndPerform(releasing, owner, formOf({ agentId: agent.id }));
  await expectEnded("agent_held");
  expect(await stateAfter(refund(900))).toBe("pending");
});

test("it ends permanently with the right of its person to decide", async () => {
  const leaver = await workspace.person("Lee Leaver", ["approver"], admin);
  agent = await workspace.agent(admin, owner, [leaver]);
  const requestId = await approveRead(workspace, { agent, by: leaver, action: refund(1250) });
  expect((await signStanding(leaver, requestId)).status).toBe(201);
  const change = { actor: admin.viewer, personId: leaver.viewer.personId, now: time.now };
  await suspendPerson(db, change);
  await reinstatePerson(db, change);
  await expectEnded("approver_inactive");
  expect(await stateAfter(refund(900))).toBe("pending");
});

test("a changed rule or description of the type ends it, and of another type doesn't", async () => {
  const rename = (type: string) =>
    publishTypes(workspace, admin, (entry) => (entry.type === type ? { title: `${entry.title} again` } : {}));
  await rename("message.send");
  expect(await stateAfter(refund(900))).toBe("approved");
  await rename("refund.create");
  await expectEnded("policy_changed");
  expect(await stateAfter(refund(900))).toBe("pending");
});

test("seven days without a draw end it", async () => {
  const { now } = time;
  try {
    time.now = addSeconds(now, 7 * 86_400 + 1);
    expect(await stateAfter(refund(900))).toBe("pending");
  } finally {
    time.now = now;
  }
  await expectEnded("idle");
});

test.each([
  ["idle", 7, "nothing ran under it for 7 days"],
  ["expired", 9, "its last day is over"],
])(
  "without any request, it ends as %s after its days, and its person hears why",
  async (reason, days, why) => {
    const at = addSeconds(time.now, days * 86_400 + 1);
    if (reason === "expired")
      await db.$client`update standing_approvals set last_drawn_at = ${at.toISOString()}`;
    await endLapsedStanding(db, addSeconds(at, -100));
    expect((await ends()).end).toBeNull();
    await endLapsedStanding(db, at);
    await expectEnded(reason);
    expect(await noticeOf(at)).toMatchObject({
      text: `Your standing approval of refund.create for Refund bot ended because ${why}. Its requests reach people again.`,
    });
  },
);

test("a request outside the bounds ends it at the next request, if a crash came before the end", async () => {
  const end = () => db.$client<{ end: string | null }[]>`
    select end_reason as end from standing_approvals where agent_id = ${agent.id}`;
  expect(await stateAfter(refund(1251))).toBe("pending");
  await db.$client`update standing_approvals set ended_at = null, end_reason = null where agent_id = ${agent.id}`;
  expect(await stateAfter(refund(900))).toBe("pending");
  expect(await end()).toEqual([{ end: "outside_bounds" }]);
});

const changesOfBoundary = {
  "another mapping": (boundaryId: string, of: { actor: Viewer; now: Date }): Promise<unknown> => {
    const written = JSON.stringify({ version: 1, rules: [{ tool: "pay/refund", type: "refund.create" }] });
    return saveMapping(db, { ...of, boundaryId, seen: null, written });
  },
  "an accepted tool": async (boundaryId: string, of: { actor: Viewer; now: Date }): Promise<unknown> => {
    const tool = { name: "refund", description: "Refunds a payment." };
    const { description = "", schema = "" } = hashTool(tool) ?? {};
    const tools = [{ name: tool.name, description_sha256: description, schema_sha256: schema }];
    const contact = { version: "1", kind: "mcp", part: 1, parts: 1, tools };
    await recordContact(db, { boundaryId, reportId: "report_1", contact, now: of.now });
    await storeTexts(db, { boundaryId, tools: [JSON.stringify(tool)] });
    return acceptTools(db, { ...of, boundaryId, tools: [{ name: tool.name, description, schema }] });
  },
};

test.each(Object.entries(changesOfBoundary))("%s of the boundary that asked ends it", async (_, change) => {
  const of = { actor: admin.viewer, now: time.now };
  const { boundaryId } = await createBoundary(db, { ...of, name: "Laptop", heldTools: "block" });
  agent = await workspace.agent(admin, owner);
  const read = { agent, by: owner, action: refund(1250), boundary: boundaryId };
  expect((await signStanding(owner, await approveRead(workspace, read))).status).toBe(201);
  await change(boundaryId, of);
  await expectEnded("tool_changed");
});

test("another label of the environment ends it", async () => {
  await db.transaction((tx) => storeEnvironment(tx, { label: "Production", color: "red" }));
  expect(await stateAfter(refund(900))).toBe("pending");
  await expectEnded("environment_changed");
  await db.transaction((tx) => storeEnvironment(tx, undefined));
});

test("its person, the owner and an admin end it without a passkey, and another approver can't", async () => {
  const [{ id: standingId } = { id: "" }] = await db.$client<{ id: string }[]>`
    select id from standing_approvals where agent_id = ${agent.id}`;
  const end = ({ viewer }: typeof owner) =>
    endStandingApproval(db, { actor: viewer, agentId: agent.id, standingId, now: time.now });
  await expect(end(backup)).rejects.toMatchObject({ code: "not_found" });
  await end(admin);
  await expectEnded("ended");
  await expect(end(owner)).rejects.toMatchObject({ code: "conflict" });
  expect(await noticeOf(time.now)).toMatchObject({ text: expect.stringContaining("a person ended it") });
});

test("a freeze of all agents ends it", async () => {
  await freezeAgents(db, { actor: owner.viewer, reason: null, now: time.now });
  await settleFreeze(db, time.now);
  await expectEnded("frozen");
});
