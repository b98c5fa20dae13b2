import { randomUUID } from "node:crypto";
import pg from "pg";
import { afterAll, beforeEach, expect, test } from "vitest";
import { refund } from "#app/api/testing/requests";
import { RunningWorkspace } from "#app/api/testing/running-workspace";
import { setLabels } from "#lib/agents/set-labels";
import { addSeconds } from "#lib/kernel/clock";
import { changeRoles } from "#lib/membership/change-roles";
import { createGroup } from "#lib/membership/groups/create-group";
import { nameDelegate } from "#lib/membership/name-delegate";
import { suspendPerson } from "#lib/membership/offboarding/suspend-person";
import { offerOwnership } from "#lib/ownership/offers/offer-ownership";
import { revokeAgents } from "#lib/ownership/revoke-agents";
import { versionInForce } from "#lib/policy/versions/versions";
import { publishPolicy } from "#lib/publishing/publish";
import { expireDue } from "#lib/requests/expire";

const { workspace, admin, owner } = await RunningWorkspace.withOwner();
const { db, time } = workspace;
const second = await workspace.person("Sec Second", ["admin", "approver"], admin);
const backup = await workspace.person("Bob Backup", ["approver"], admin);
const agent = await workspace.agent(admin, owner, [backup]);
const heard: string[] = [];

const listener = new pg.Client({ connectionString: workspace.url });
listener.on("notification", ({ payload = "" }) => heard.push(payload));
await listener.connect();
await listener.query("listen countersign");
// Every verb records an event, so with this trigger every verb does all its work and fails at
// commit.
await db.$client.unsafe(`
  create function fail_commit() returns trigger language plpgsql as $$
    begin raise exception 'the commit fails'; end $$;
  create constraint trigger fail_commit after insert on audit_events
    deferrable initially deferred for each row execute function fail_commit()`);
await allowCommits(true);
afterAll(() => listener.end());

async function allowCommits(isAllowed: boolean): Promise<void> {
  const state = isAllowed ? "disable" : "enable";
  await db.$client.unsafe(`alter table audit_events ${state} trigger fail_commit`);
}

/** The topics announced since the previous call. */
async function hearAll(): Promise<string[]> {
  const marker = `marker ${randomUUID()}`;
  await db.$client`select pg_notify('countersign', ${marker})`;
  await expect.poll(() => heard, { interval: 5 }).toContain(marker);
  return heard.splice(0).filter((topic) => topic !== marker);
}

async function jobs(): Promise<number> {
  const [row] = await db.$client`select count(*)::int as count from graphile_worker._private_jobs`;
  return row?.count;
}

async function pending(): Promise<string> {
  const answer = await (await agent.ask({ action: refund(1250) })).json();
  return (answer as { request: { id: string } }).request.id;
}

/** The failed commit: the error of a verb, or the 500 of an HTTP call. */
async function failureOf(act: () => Promise<unknown>): Promise<string> {
  try {
    const answer = await act();
    if (!(answer instanceof Response)) return "none";
    return answer.status === 500 ? "the commit fails" : `answer ${answer.status}`;
  } catch (error) {
    return String((error as Error).cause ?? error);
  }
}

let requestId: string;
beforeEach(async () => {
  await hearAll();
  requestId = await pending();
  // The server announces an ask a little after its answer.
  await expect.poll(() => heard, { interval: 5 }).toContain("queue");
});

const { now } = time;
const actor = admin.viewer;

// Each verb does as much as possible before it commits.
const verbs: Record<string, () => Promise<unknown>> = {
  "an ask that policy allows": () => agent.ask({ action: refund(50) }),
  "an ask that waits for a person": () => agent.ask({ action: refund(1250) }),
  "an approval": () => owner.approve(requestId),
  "a denial": () => owner.post(`/api/requests/${requestId}/denials`, { reason: "No." }),
  "a suspension": () => suspendPerson(db, { actor, personId: owner.viewer.personId, now }),
  "a change of roles": () =>
    changeRoles(db, { actor, personId: second.viewer.personId, roles: ["auditor"], now }),
  "a new group": () => createGroup(db, { actor, name: "Finance", memberIds: [owner.viewer.personId], now }),
  "a delegation": () =>
    nameDelegate(db, {
      actor: owner.viewer,
      ...{ personId: owner.viewer.personId, delegateId: backup.viewer.personId },
      ...{ endsAt: addSeconds(now, 3600), now },
    }),
  "an offer of an agent": () =>
    offerOwnership(db, { actor, offers: [{ agentId: agent.id, toPersonId: backup.viewer.personId }], now }),
  "the revocation of an agent": () => revokeAgents(db, { actor, agentIds: [agent.id], now }),
  "new labels of an agent": () => setLabels(db, { actor, agentId: agent.id, labels: ["prod"], now }),
  "the expiry of requests": () => expireDue(db, addSeconds(now, 7 * 24 * 3600)),
  "a published policy that blocks what waits": async () => {
    const { version, rules } = await versionInForce(db);
    const blocking = rules.map((rule) =>
      rule.id === "refund-medium" ? { ...rule, outcome: "block" as const } : rule,
    );
    const content = { rules: blocking, defaultOutcome: "step_up" as const };
    await publishPolicy(db, { actor, ...content, expectedVersion: version, now });
  },
};

test.each(Object.entries(verbs))(
  "invariant 11: when the commit of %s fails, nothing is heard and no job is left",
  async (_, act) => {
    await hearAll();
    const before = await jobs();
    await allowCommits(false);
    const failure = await failureOf(act);
    await allowCommits(true);
    expect(failure).toContain("the commit fails");
    // After each signed call the server announces only that the agent was seen.
    const left = (await hearAll()).filter((topic) => topic !== `agent/${agent.id}`);
    expect(left).toEqual([]);
    expect(await jobs()).toBe(before);
  },
);

test("invariant 11: a change is announced only after its commit", async () => {
  await hearAll();
  expect((await owner.approve(requestId)).status).toBe(201);
  await expect.poll(() => heard, { interval: 5 }).toContain(`request/${requestId}`);
});
