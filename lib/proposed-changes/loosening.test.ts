import { eq } from "drizzle-orm";
import { beforeEach, describe, expect, test } from "vitest";
import { tools } from "#db/schema/agents";
import { people } from "#db/schema/directory";
import { passkeys } from "#db/schema/passkeys";
import { type WebhookEventType, webhookEndpoints } from "#db/schema/webhooks";
import { registerTool } from "#lib/agents/keys/register-tool";
import { setBackups } from "#lib/agents/set-backups";
import { setLabels } from "#lib/agents/set-labels";
import { addSeconds } from "#lib/kernel/clock";
import { findFreezeDetails } from "#lib/lifecycle/find-freeze-details";
import { freezeAgents } from "#lib/lifecycle/freeze-agents";
import { releaseAgents } from "#lib/lifecycle/release-agents";
import { changeRoles } from "#lib/membership/change-roles";
import { changeMembers } from "#lib/membership/groups/change-members";
import { createGroup } from "#lib/membership/groups/create-group";
import { findGroup } from "#lib/membership/groups/find-group";
import { invitePerson, reissueInvitation } from "#lib/membership/invite-person";
import { issueRecovery } from "#lib/membership/issue-recovery";
import { listDelegations } from "#lib/membership/list-delegations";
import { nameDelegate } from "#lib/membership/name-delegate";
import { reinstatePerson } from "#lib/membership/reinstate-person";
import { addPerson, masterSecret } from "#lib/membership/testing/people";
import { changeEvents } from "#lib/notifications/webhooks/change-events";
import { webhookEventTypeList as allEvents } from "#lib/notifications/webhooks/event-types";
import { registerEndpoint } from "#lib/notifications/webhooks/register-endpoint";
import { findEnrollment } from "#lib/passkeys/enrollment/find-enrollment";
import { readDraft } from "#lib/policy/drafts/draft";
import { saveRule } from "#lib/policy/drafts/draft-rules";
import { ruleSchema } from "#lib/policy/language/rule";
import { auditEvents } from "#lib/policy/testing/workspace";
import { changeEnvironment } from "#lib/two-admins/change-environment";
import { findEnvironment } from "#lib/workspace/environment";
import { now, openTwoAdminsWithAgent } from "./testing/two-admins.ts";

let two: Awaited<ReturnType<typeof openTwoAdminsWithAgent>>;

beforeEach(async () => {
  two = await openTwoAdminsWithAgent();
});

/**
 * The verb proposes and changes nothing; without a passkey it refuses; a second admin's
 * confirmation makes the change.
 */
async function takesTwo(change: (by: object) => Promise<unknown>, state: () => Promise<unknown>) {
  const before = await state();
  const withoutPasskey = change({ actor: two.ada, now });
  await expect(withoutPasskey).rejects.toMatchObject({ code: "passkey_refused" });
  expect(await change(two.by(two.ada))).toEqual({ proposalId: expect.stringMatching(/^prp_/) });
  expect(await state()).toEqual(before);
  const proposal = await two.open();
  await expect(two.confirm(two.ada, proposal)).rejects.toMatchObject({ code: "conflict" });
  expect(await state()).toEqual(before);
  const performed = await two.confirm(two.bo, proposal);
  expect(await state()).not.toEqual(before);
  await expect(two.confirm(two.cy, proposal)).rejects.toMatchObject({ code: "conflict" });
  return performed;
}

describe("where two admins are required, one alone does not", () => {
  test("change the labels that a rule names, and the record names both admins", async () => {
    await two.enforce({ outcome: "allow", labels: ["trusted"] });
    const change = (by: object) =>
      setLabels(two.db, { ...two.by(two.ada), agentId: two.agentId, labels: ["trusted"], ...by });
    await takesTwo((by) => change({ confirmedWith: undefined, ...by }), two.labels);
    expect(await auditEvents(two.db, "agent.labels_changed")).toMatchObject([
      { actor: { id: two.bo.personId }, data: { labels: ["trusted"], proposed_by: two.ada.personId } },
    ]);
    expect(await auditEvents(two.db, "proposal.created")).toMatchObject([
      { actor: { id: two.ada.personId }, subject: { agent: two.agentId }, data: { act: "agent.labels" } },
    ]);
    expect(await auditEvents(two.db, "proposal.confirmed")).toMatchObject([
      { actor: { id: two.bo.personId }, data: { proposed_by: two.ada.personId } },
    ]);
  });

  test("release agents from a freeze", async () => {
    await freezeAgents(two.db, { actor: two.ada, reason: null, now });
    const release = (by: object) => releaseAgents(two.db, { actor: two.ada, epoch: 1, now, ...by });
    await takesTwo(release, () => findFreezeDetails(two.db, two.ada));
    expect(await auditEvents(two.db, "agents.released")).toMatchObject([
      { actor: { id: two.bo.personId }, data: { freeze_epoch: 1, proposed_by: two.ada.personId } },
    ]);
  });

  test("change labels named only in the draft, which another admin may publish next", async () => {
    const drafted = { id: "drafted", title: "Drafted", actions: ["*"], outcome: "allow", labels: ["soon"] };
    const { revision } = await readDraft(two.db);
    await saveRule(two.db, { actor: two.ada, rule: ruleSchema.parse(drafted), revision, now });
    const change = (by: object) =>
      setLabels(two.db, { actor: two.ada, agentId: two.agentId, labels: ["soon"], now, ...by });
    await takesTwo(change, two.labels);
  });

  test("add a member to a group that a live rule names", async () => {
    const { groupId } = await createGroup(two.db, { actor: two.ada, name: "Finance", memberIds: [], now });
    await two.enforce({
      outcome: "step_up",
      approvers: { kind: "group", group: groupId, ownerExcluded: false },
    });
    const { personId } = await two.approver();
    const members = async () => (await findGroup(two.db, { viewer: two.ada, groupId })).members.length;
    await takesTwo(
      (by) =>
        changeMembers(two.db, { actor: two.ada, groupId, seenIds: [], memberIds: [personId], now, ...by }),
      members,
    );
    expect(await members()).toBe(1);
  });

  test("add a backup approver", async () => {
    const { personId } = await two.approver();
    await takesTwo(
      (by) =>
        setBackups(two.db, {
          actor: two.ada,
          agentId: two.agentId,
          seenIds: [],
          backupIds: [personId],
          now,
          ...by,
        }),
      two.backups,
    );
    expect(await two.backups()).toBe(1);
  });

  test("add backup approvers, in one proposal for any order", async () => {
    const ids = [(await two.approver()).personId, (await two.approver()).personId].sort();
    for (const backupIds of [ids.toReversed(), ids])
      await setBackups(two.db, { ...two.by(two.ada), agentId: two.agentId, seenIds: [], backupIds });
    expect((await two.open()).change).toMatchObject({ before: [], after: ids });
  });

  test("name the confirming admin as a delegate, who can't name themselves alone", async () => {
    const { personId: delegateId } = two.bo;
    const isBo = eq(people.id, delegateId);
    await two.db
      .update(people)
      .set({ roles: ["admin", "approver"] })
      .where(isBo);
    const delegation = { personId: two.owner.personId, delegateId, endsAt: addSeconds(now, 86_400) };
    await expect(nameDelegate(two.db, { ...two.by(two.bo), ...delegation })).rejects.toMatchObject({
      code: "invalid_input",
    });
    await nameDelegate(two.db, { ...two.by(two.ada), ...delegation });
    await two.confirm(two.bo, await two.open());
    const named = await listDelegations(two.db, { viewer: two.ada, personId: two.owner.personId, now });
    expect(named).toHaveLength(1);
  });

  test("name a delegate for another person", async () => {
    const { personId: delegateId } = await two.approver();
    const { personId } = two.owner;
    const endsAt = addSeconds(now, 86_400);
    await takesTwo(
      (by) => nameDelegate(two.db, { actor: two.ada, personId, delegateId, endsAt, now, ...by }),
      () => listDelegations(two.db, { viewer: two.ada, personId, now }),
    );
  });

  test("register a tool, whose secret only the confirming admin sees", async () => {
    const tool = { name: "Payments", audience: "https://pay.example", key: "secret" as const, masterSecret };
    const performed = await takesTwo(
      (by) => registerTool(two.db, { actor: two.ada, ...tool, now, ...by }),
      () => two.db.$count(tools),
    );
    expect(performed).toMatchObject({ kind: "tool", secret: expect.stringMatching(/^whsec_/) });
  });

  test("register a webhook endpoint, whose secret only the confirming admin sees", async () => {
    const endpoint = { url: "https://hooks.example/in", description: "SIEM", eventTypes: allEvents };
    const settings = { config: { origin: "https://countersign.example" }, masterSecret };
    const performed = await takesTwo(
      (by) => registerEndpoint(two.db, { actor: two.ada, ...endpoint, ...settings, now, ...by }),
      () => two.db.$count(webhookEndpoints),
    );
    expect(performed).toMatchObject({ kind: "endpoint", secret: expect.stringMatching(/^whsec_/) });
  });

  test("add event types to an endpoint that two admins confirmed, and one alone can remove them", async () => {
    const endpoint = {
      url: "https://hooks.example/in",
      description: "SIEM",
      eventTypes: allEvents.slice(0, 2),
    };
    const settings = { config: { origin: "https://countersign.example" }, masterSecret };
    await registerEndpoint(two.db, { ...two.by(two.ada), ...endpoint, ...settings });
    await two.confirm(two.bo, await two.open());
    const read = async () => (await two.db.select().from(webhookEndpoints))[0];
    const endpointId = (await read())?.id ?? "";
    const change = (seen: WebhookEventType[], eventTypes: WebhookEventType[]) => (by: object) =>
      changeEvents(two.db, { actor: two.ada, endpointId, seen, eventTypes, now, ...by });
    const narrower = allEvents.slice(0, 1);
    await change(endpoint.eventTypes, narrower)({});
    expect((await read())?.eventTypes).toEqual(narrower);
    await takesTwo(change(narrower, allEvents), async () => (await read())?.eventTypes);
    expect((await read())?.eventTypes).toEqual(allEvents);
  });

  test("give the role of admin or approver", async () => {
    const person = await addPerson(two.db, { roles: ["auditor"], now });
    await takesTwo(
      (by) =>
        changeRoles(two.db, { actor: two.ada, personId: person.personId, roles: ["approver"], now, ...by }),
      () => two.rolesOf(person),
    );
    expect(await two.rolesOf(person)).toEqual(["approver"]);
  });

  test("invite an approver, whose link only the confirming admin sees", async () => {
    const invitation = { name: "Dee", email: "dee@example.com", roles: ["approver" as const] };
    const performed = await takesTwo(
      (by) => invitePerson(two.db, { actor: two.ada, ...invitation, now, ...by }),
      () => two.db.$count(people),
    );
    expect(performed).toMatchObject({ kind: "link", token: expect.any(String) });
  });

  test("create another invitation link for an approver", async () => {
    const { personId } = await addPerson(two.db, { roles: ["approver"], status: "invited", now });
    const links = async () => (await auditEvents(two.db, "enrollment.issued")).length;
    await takesTwo((by) => reissueInvitation(two.db, { actor: two.ada, personId, now, ...by }), links);
    expect(await links()).toBe(1);
  });

  test("reactivate an approver", async () => {
    const { personId } = await addPerson(two.db, { roles: ["approver"], status: "suspended", now });
    await takesTwo(
      (by) => reinstatePerson(two.db, { actor: two.ada, personId, now, ...by }),
      async () => (await two.db.select().from(people).where(eq(people.id, personId)))[0]?.status,
    );
  });

  test("create a recovery link for an approver; the old passkeys go right away, the link waits", async () => {
    const { personId } = two.owner;
    const passkeyCount = () => two.db.$count(passkeys, eq(passkeys.personId, personId));
    const recovery = { personId, oldPasskeys: "remove" as const };
    const links = async () => (await auditEvents(two.db, "enrollment.issued")).length;
    const performed = await takesTwo(
      (by) => issueRecovery(two.db, { actor: two.ada, ...recovery, now, ...by }),
      links,
    );
    expect(await passkeyCount()).toBe(0);
    expect(performed).toMatchObject({ kind: "link", personId, token: expect.any(String) });
    expect(await auditEvents(two.db, "enrollment.issued")).toMatchObject([
      { actor: { id: two.bo.personId }, data: { proposed_by: two.ada.personId } },
    ]);
  });

  test("change the environment that approvers see and sign", async () => {
    const environment = { label: "staging", color: "green" } as const;
    const change = { ...two.by(two.ada), seen: undefined, environment };
    expect(await changeEnvironment(two.db, change)).toEqual({ proposalId: expect.stringMatching(/^prp_/) });
    expect(await findEnvironment(two.db)).toBeUndefined();
    await two.confirm(two.bo, await two.open());
    expect(await findEnvironment(two.db)).toEqual(environment);
  });
});

describe("a link that one admin created alone", () => {
  const auditor = { name: "Dee", email: "dee@example.com", roles: ["auditor" as const] };
  const isOpen = async (token: string) => (await findEnrollment(two.db, token, now)) !== undefined;

  test("is revoked when an invited person is made an approver", async () => {
    const { token } = await invitePerson(two.db, { actor: two.ada, ...auditor, now });
    const [{ id: personId } = { id: "" }] = await two.db
      .select()
      .from(people)
      .where(eq(people.email, auditor.email));
    expect(await isOpen(token)).toBe(true);
    await changeRoles(two.db, { ...two.by(two.ada), personId, roles: ["approver", "auditor"] });
    await two.confirm(two.bo, await two.open());
    expect(await isOpen(token)).toBe(false);
  });

  test("is revoked when an active person is made an admin", async () => {
    const { personId } = await addPerson(two.db, { roles: ["auditor"], now });
    const { token } = await issueRecovery(two.db, { actor: two.ada, personId, oldPasskeys: "keep", now });
    await changeRoles(two.db, { ...two.by(two.ada), personId, roles: ["admin"] });
    await two.confirm(two.bo, await two.open());
    expect(await isOpen(token)).toBe(false);
  });
});
