import { describe, expect, test } from "vitest";
import { api } from "#app/api/index";
import { hashed } from "#app/api/testing/calling-agent";
import type { SignedInPerson } from "#app/api/testing/signed-in-person";
import { jobTasks } from "#app/process/jobs/tasks";
import { auditEventTypes } from "#lib/audit/event-types";
import { auditRow } from "#lib/audit/record";
import { confirmWithPasskey } from "#lib/passkeys/confirm-with-passkey";
import { confirmedActSchema } from "#lib/passkeys/confirmed-act";
import { readDraft } from "#lib/policy/drafts/draft";
import { thresholdOf } from "#lib/policy/thresholds/threshold-of-rules";
import { listOpenProposals } from "#lib/proposals/find-proposals";
import { confirmProposal } from "#lib/proposed-changes/confirm-proposal";
import { publishDraft } from "#lib/publishing/publish-draft";
import { type Answer, actionOf, checksThatFail } from "./open.ts";
import { auditNames, before, open0037 } from "./release-0037.ts";

const { upgraded, workspace, person, now, expectOldMembers } = await open0037({
  issuer: "https://provider.example",
});
const { db, runtime } = workspace;
const { world } = before;
const ada = person("ada");
const bot = before.agent(workspace, "ed25519");

describe("requests", () => {
  test("a receipt verifies with the keys of its time and with today's", async () => {
    const today = await (await workspace.get("/.well-known/jwks.json")).json();
    for (const receipt of before.receipts) {
      expect(checksThatFail(receipt, before.jwks)).toEqual([]);
      expect(checksThatFail(receipt, today)).toEqual([]);
    }
  });

  // First of olga's signatures: a passkey's counter never goes back.
  test("an approval signed before statements had a display is refused after the upgrade", async () => {
    const { id } = before.asked("pending, statement signed").answer.request;
    const credential = world.signedApproval;
    const response = await person("olga").post(`/api/requests/${id}/approvals`, { credential });
    expect([response.status, await response.json()]).toMatchObject([409, { code: "request_changed" }]);
  });

  test("a grant is redeemed once", async () => {
    const approved = before.asked("approved, grant issued");
    const { grant = "" } = await upgraded.follow(approved);
    expect((await bot.redeem(grant, actionOf(approved))).status).toBe(200);
    expect((await bot.redeem(grant, actionOf(approved))).status).toBe(409);
  });

  test("a pending request is approved and redeemed", async () => {
    const pending = before.asked("pending");
    expect((await person("olga").approve(pending.answer.request.id)).status).toBe(201);
    const { grant = "" } = await upgraded.follow(pending);
    expect((await bot.redeem(grant, actionOf(pending))).status).toBe(200);
  });

  test("the agent's credentials sign an ask that is answered", async () => {
    const change = { type: "infra.change", resource: "cluster/today", params: {} };
    const answer = (await (await bot.ask(change)).json()) as Answer;
    expect(answer.request.state).toBe("pending");
    expect((await person("olga").approve(answer.request.id)).status).toBe(201);
    const { grant = "" } = await upgraded.follow({ answer });
    expect((await bot.redeem(grant, change)).status).toBe(200);
  });

  test("an open transfer is accepted", async () => {
    // A change of his roles before the upgrade ended his sessions.
    await person("bob").signIn();
    const accepted = await person("bob").accept({ offerIds: [world.openOffer] });
    expect(accepted.status).toBe(201);
  });
});

describe("changes that wait for a second admin", () => {
  /** Confirms a proposed change with the passkey of a person from the old data. */
  async function confirm(by: SignedInPerson, { id: proposalId, digest }: { id: string; digest: string }) {
    const text = hashed("the text on the screen");
    const act = confirmedActSchema.parse(`proposal/confirm/${proposalId}/${digest}/${text}`);
    const { personId } = by.viewer;
    const credential = await by.confirm(act);
    const confirmation = { personId, act, credential, config: runtime.config, now: now() };
    const { credentialId: confirmedWith } = await confirmWithPasskey(db, confirmation);
    const change = { actor: by.viewer, proposalId, digest, confirmedWith, now: now() };
    return confirmProposal(db, { ...change, masterSecret: runtime.secret, config: runtime.config });
  }

  async function rolesOf(id: string): Promise<string[]> {
    const [row] = await db.$client`select roles from people where id = ${person(id).viewer.personId}`;
    return row?.roles;
  }

  test("every waiting change is listed", async () => {
    const open = await listOpenProposals(db, { viewer: person("bea").viewer, now: now() });
    expect(open.map(({ change }) => change.act).sort()).toEqual([
      ...["person.roles", "person.roles", "policy.publish"],
    ]);
  });

  test("the proposer cannot confirm it alone", async () => {
    await expect(confirm(ada, world.proposals.waiting)).rejects.toMatchObject({ code: "conflict" });
    expect(await rolesOf("olga")).toEqual(["approver"]);
  });

  test("another admin confirms it", async () => {
    await confirm(person("bea"), world.proposals.waiting);
    expect(await rolesOf("olga")).toEqual(["admin", "approver"]);
  });

  test("one whose state has changed is refused, with the reason", async () => {
    await expect(confirm(person("bea"), world.proposals.stale)).rejects.toMatchObject({
      code: "conflict",
      userMessage: expect.stringContaining("changed"),
    });
    expect(await rolesOf("bob")).toEqual(["approver", "auditor"]);
  });

  test("the proposed draft has its threshold and is published by another admin", async () => {
    const { rules } = await readDraft(db);
    expect(thresholdOf(rules, "refund")?.tiers[0]?.upTo).toBe(200);
    const bea = person("bea");
    const by = { actor: bea.viewer, confirmedWith: bea.authenticator.credentialId };
    const published = await publishDraft(db, { ...by, digest: world.proposal, now: now() });
    expect(published).toEqual({ version: 2, digest: world.proposal });
  });

  test("the exported policy file is imported to the draft", async () => {
    const authorization = `Bearer ${world.policyToken}`;
    const headers = { authorization, "content-type": "application/json", "if-match": '"2"' };
    const put = { method: "PUT", headers, body: before.policyFile };
    const response = await api.request("/api/v1/policy/draft", put);
    expect([response.status, await response.text()]).toMatchObject([200, expect.stringContaining("digest")]);
  });
});

describe("the audit log", () => {
  test("every type of event and kind of subject has its stored name", () => {
    expect(auditNames.types.filter((type) => !auditEventTypes.some((known) => known === type))).toEqual([]);
    const actor = { type: "system", id: "test" } as const;
    for (const kind of auditNames.subjectKinds) {
      const fact = { type: "session.started", actor, subject: { [kind]: "id" } } as const;
      expect(auditRow(fact, now()).type, kind).toBe("session.started");
    }
  });

  test("an admin exports the stored events byte for byte", async () => {
    workspace.time.now = new Date(now().getTime() + 1000);
    const response = await workspace.get("/api/audit.jsonl", { cookie: ada.cookie });
    const lines = (await response.text()).trimEnd().split("\n");
    const stored = before.text("data.sql").matchAll(/"body":"\\\\x([0-9a-f]+)"/g);
    const bodies = [...stored].map(([, hex = ""]) => Buffer.from(hex, "hex").toString("utf8"));
    const old = bodies.filter((body) => body.startsWith('{"actor"'));
    expect(old.length).toBeGreaterThan(50);
    expect(lines).toEqual(expect.arrayContaining(old));
  });
});

test("today's events have the members that the release stored", async () => {
  await expectOldMembers(
    ...["request.pending", "request.approved", "grant.redeemed", "agent.owner_changed"],
    ...["proposal.confirmed", "person.roles_changed", "policy.published", "session.started"],
  );
});

test("every job in the queue has a task", async () => {
  const rows = await db.$client<{ task: string }[]>`
    select distinct t.identifier as task from graphile_worker._private_jobs j
      join graphile_worker._private_tasks t on t.id = j.task_id`;
  const tasks = Object.keys(jobTasks(db, now, runtime.config));
  expect(tasks).toEqual(expect.arrayContaining(rows.map(({ task }) => task)));
  expect(rows.length).toBeGreaterThan(0);
});
