import { beforeEach, describe, expect, test } from "vitest";
import { findApprovals } from "#lib/approvals/approvals-now";
import { addSeconds } from "#lib/kernel/clock";
import type { Requirement } from "#lib/policy/language/requirement";
import { findRequestForViewer } from "#lib/requests/find-for-viewer";
import { listQueue } from "#lib/requests/queue/list-queue";
import type { RequestReader } from "#lib/requests/visible-requests";
import { now, TestWorkspace } from "#lib/testing/workspace";
import { findDecidable } from "../find-decidable.ts";

const workspace = await TestWorkspace.open();
const { db } = workspace;
let ann: RequestReader;
let bo: RequestReader;
let cy: RequestReader;
let dee: RequestReader;
let eve: RequestReader;
let agent: { id: string; ownerId: string };
let finance: string;

beforeEach(async () => {
  ann = await workspace.person("Ann Owner");
  bo = await workspace.person("Bo Backup");
  cy = await workspace.person("Cy Finance");
  dee = await workspace.person("Dee Finance");
  eve = await workspace.person("Eve Else");
  agent = await workspace.agent("Refund bot", ann, [bo]);
  finance = await workspace.group([cy, dee]);
});

const asks = (...requirements: Requirement[]) => workspace.request(agent, { requirements, secondsAgo: 60 });
const group = (more: { ownerExcluded?: boolean; approvals?: number } = {}): Requirement => ({
  approvals: more.approvals ?? 1,
  approvers: { kind: "group", group: finance, ownerExcluded: more.ownerExcluded ?? false },
});
const owner: Requirement = { approvals: 1, approvers: { kind: "owner" } };

/** The capacity in which the person may decide, or the refusal. */
async function capacityOf(requestId: string, person: RequestReader, at = now): Promise<string> {
  try {
    const { capacities } = await findDecidable(db, { requestId, personId: person.personId, now: at });
    return capacities
      .map(({ capacity, onBehalfOf }) => capacity + (onBehalfOf ? ` for ${onBehalfOf}` : ""))
      .join(", ");
  } catch (thrown) {
    return (thrown as { code: string }).code;
  }
}

async function capacitiesOfAll(requestId: string, at = now): Promise<string[]> {
  const found: string[] = [];
  for (const person of [ann, bo, cy, dee, eve]) found.push(await capacityOf(requestId, person, at));
  return found;
}

describe("invariant 3: who may decide, by the policy's requirements", () => {
  test("without a requirement, the owner and the backups may decide", async () => {
    expect(await capacitiesOfAll(await workspace.request(agent))).toEqual([
      "owner",
      "backup",
      "not_found",
      "not_found",
      "not_found",
    ]);
  });

  test("for the owner alone, no backup may decide before an escalation", async () => {
    const id = await asks({ ...owner, escalateAfterSeconds: 120 });
    expect(await capacitiesOfAll(id)).toEqual([
      "owner",
      "not_entitled",
      "not_found",
      "not_found",
      "not_found",
    ]);
    expect(await capacityOf(id, bo, addSeconds(now, 59))).toBe("not_entitled");
    expect(await capacityOf(id, bo, addSeconds(now, 60))).toBe("backup");
  });

  test("for the owner and a group, the owner and the members may decide", async () => {
    const id = await asks({ approvals: 2, approvers: { kind: "owner_and_group", group: finance } });
    expect(await capacitiesOfAll(id)).toEqual(["owner", "not_entitled", "group", "group", "not_found"]);
  });

  test("for a group, its members may decide, including the owner", async () => {
    const id = await asks(group());
    expect(await capacitiesOfAll(id)).toEqual([
      "not_entitled",
      "not_entitled",
      "group",
      "group",
      "not_found",
    ]);
    await workspace.join(finance, ann);
    expect(await capacityOf(id, ann)).toBe("owner");
  });

  test("with separation of duties, neither the owner nor a delegate of the owner may decide", async () => {
    const id = await asks(group({ ownerExcluded: true }));
    await workspace.join(finance, ann);
    await workspace.delegate(ann, eve);
    await workspace.delegate(cy, ann);
    expect(await capacityOf(id, ann)).toBe("not_entitled");
    expect(await capacityOf(id, eve)).toBe("not_entitled");
    expect(await capacityOf(id, cy)).toBe("group");
  });

  test("a person in two requirements decides once, for both", async () => {
    await workspace.join(finance, ann);
    expect(await capacityOf(await asks(owner, group()), ann)).toBe("owner");
  });

  test("a deleted group has no members, so no one may decide for it", async () => {
    const id = await asks({
      approvals: 1,
      approvers: { kind: "group", group: "grp_gone", ownerExcluded: false },
    });
    expect(await capacitiesOfAll(id)).toEqual([
      "not_entitled",
      "not_entitled",
      "not_found",
      "not_found",
      "not_found",
    ]);
    expect((await findRequestForViewer(db, ann, id, now)).isQuorumImpossible).toBe(true);
  });

  test("a suspended member and a member without the approver role may not decide", async () => {
    const gone = await workspace.person("Gone", ["approver"], "suspended");
    const clerk = await workspace.person("Clerk", ["auditor"]);
    await workspace.join(finance, gone);
    await workspace.join(finance, clerk);
    const id = await asks(group());
    expect(await capacityOf(id, gone)).toBe("not_entitled");
    expect(await capacityOf(id, clerk)).toBe("not_entitled");
    expect(await findApprovals(db, { requestId: id, now })).toMatchObject({ deciders: 2 });
  });
});

describe("delegation", () => {
  test("a delegate decides for the owner from the delegation's start until just before its end", async () => {
    const id = await asks(owner);
    await workspace.delegate(ann, eve, { from: 10, to: 20 });
    const forAnn = `delegate for ${ann.personId}`;
    expect(await capacityOf(id, eve, addSeconds(now, 9))).toBe("not_found");
    expect(await capacityOf(id, eve, addSeconds(now, 10))).toBe(forAnn);
    expect(await capacityOf(id, eve, addSeconds(now, 19))).toBe(forAnn);
    expect(await capacityOf(id, eve, addSeconds(now, 20))).toBe("not_found");
    expect(await capacityOf(id, ann, addSeconds(now, 15))).toBe("owner");
  });

  test("when the delegation ends, the delegate may still decide in their own name", async () => {
    const id = await asks(owner, group());
    await workspace.delegate(ann, cy, { from: 0, to: 20 });
    expect(await capacityOf(id, cy, addSeconds(now, 19))).toBe(`group, delegate for ${ann.personId}`);
    expect(await capacityOf(id, cy, addSeconds(now, 20))).toBe("group");
  });

  test("a revoked delegation gives no right to decide", async () => {
    const id = await asks(owner);
    await workspace.revokeDelegation(await workspace.delegate(ann, eve));
    expect(await capacityOf(id, eve)).toBe("not_found");
  });

  test("a delegate's delegate does not decide for the first person", async () => {
    const id = await asks(owner);
    await workspace.delegate(ann, cy);
    await workspace.delegate(cy, eve);
    expect(await capacityOf(id, cy)).toBe(`delegate for ${ann.personId}`);
    expect(await capacityOf(id, eve)).toBe("not_found");
  });

  test("a delegation gives no right when delegator or delegate isn't an active approver", async () => {
    const id = await asks(group());
    const gone = await workspace.person("Gone", ["approver"], "suspended");
    await workspace.join(finance, gone);
    await workspace.delegate(gone, eve);
    await workspace.delegate(cy, gone);
    expect(await capacityOf(id, eve)).toBe("not_entitled");
    expect(await capacityOf(id, gone)).toBe("not_entitled");
  });

  test("a delegate decides in their own name, unless deciding for the delegator helps more", async () => {
    await workspace.delegate(ann, cy);
    const both: Requirement = { approvals: 2, approvers: { kind: "owner_and_group", group: finance } };
    const id = await asks(both);
    expect(await capacityOf(id, cy)).toBe(`group, delegate for ${ann.personId}`);
    await workspace.decision(id, dee, "approve");
    expect(await capacityOf(id, cy)).toBe(`delegate for ${ann.personId}, group`);
  });

  test("no one decides for a person who has decided", async () => {
    const id = await workspace.request(agent, { approvalsRequired: 2 });
    await workspace.delegate(ann, eve);
    await workspace.decision(id, ann, "approve");
    expect(await capacityOf(id, eve)).toBe("already_decided");
  });
});

describe("a request that concerns a person is in that person's queue only", () => {
  const waiting = async (viewer: RequestReader) =>
    (await listQueue(db, viewer, { state: "pending" }, now)).items;

  test("a group member and a delegate see the request, the delegate with the delegator's name", async () => {
    const id = await asks(group());
    await workspace.delegate(dee, eve);
    expect(await waiting(cy)).toMatchObject([{ id, isYours: true, forWhom: [] }]);
    expect(await waiting(eve)).toMatchObject([{ id, isYours: true, forWhom: ["Dee Finance"] }]);
    const stranger = await workspace.person("Stranger");
    expect(await waiting(stranger)).toEqual([]);
    await expect(findRequestForViewer(db, stranger, id, now)).rejects.toMatchObject({ code: "not_found" });
    expect((await findRequestForViewer(db, eve, id, now)).viewerRole).toMatchObject({ mayDecide: true });
  });

  test("group members do not see a request that does not need the group", async () => {
    const id = await asks(owner);
    expect(await waiting(cy)).toEqual([]);
    await expect(findRequestForViewer(db, cy, id, now)).rejects.toMatchObject({ code: "not_found" });
  });

  test("a decided request stays in a former member's history", async () => {
    const id = await asks(group({ approvals: 2 }));
    await workspace.decision(id, cy, "approve");
    await db.$client`update requests set state = 'approved', approvals_given = 2 where id = ${id}`;
    await db.$client`delete from group_members where person_id = ${cy.personId}`;
    const { items } = await listQueue(db, cy, { state: "decided" }, now);
    expect(items).toMatchObject([{ id, isYours: false, yourDecision: "approve" }]);
  });
});

test("possible deciders are listed by name and capacity, including later ones, and only counted for the agent", async () => {
  await workspace.delegate(ann, eve, { from: -60, to: 3600 });
  const id = await asks({ ...owner, escalateAfterSeconds: 120 }, group({ approvals: 2 }));
  const { requirements, isQuorumImpossible } = await findRequestForViewer(db, ann, id, now);
  const listed = requirements.map(({ words, deciders }) => [
    words,
    ...deciders.map(({ name, capacity, from, onBehalfOf }) =>
      [name, capacity, from?.toISOString(), onBehalfOf?.name].filter(Boolean).join(" / "),
    ),
  ]);
  const at = addSeconds(now, 60).toISOString();
  expect(listed).toEqual([
    [
      "1 approval from the owner",
      "Ann Owner / owner",
      "Eve Else / delegate / Ann Owner",
      `Bo Backup / backup / ${at}`,
    ],
    [
      expect.stringMatching(/^2 approvals from members of Finance grp_/),
      "Cy Finance / group",
      "Dee Finance / group",
    ],
  ]);
  expect(isQuorumImpossible).toBe(false);
  expect(await findApprovals(db, { requestId: id, now })).toEqual({ required: 1, given: 0, deciders: 4 });
});
