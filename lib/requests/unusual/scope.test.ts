import { beforeAll, expect, test } from "vitest";
import { findRequestForViewer } from "#lib/requests/find-for-viewer";
import type { RequestReader } from "#lib/requests/visible-requests";
import { now, refund, type TestAgent, TestWorkspace } from "#lib/testing/workspace";
import { findUnusual } from "./find-unusual.ts";
import { listUnusualAmounts } from "./list-unusual-amounts.ts";

// Invariant 14: a finding reveals nothing about requests that the viewer may not open.

const workspace = await TestWorkspace.open();
const { db } = workspace;
type Person = Awaited<ReturnType<TestWorkspace["person"]>>;
let owner: Person;
let backup: Person;
let member: Person;
let group: string;
let bot: TestAgent;
/** A request that the group's member may read. */
let shared: string;
/** A denied and an approved request that the group's member may not read. */
let secret: string[];

beforeAll(async () => {
  owner = await workspace.person("Olive Owner");
  backup = await workspace.person("Bo Backup");
  member = await workspace.person("Greta Group");
  group = await workspace.group([member]);
  bot = await workspace.agent("Scoped bot", owner, [backup]);
  for (let n = 0; n < 6; n++) await approvedRefund(n);
  secret = [await deniedRefund(refund), await approvedRefund(1000)];
  shared = await workspace.request(bot, { ...ofGroup(), ...columnsOf(1250) });
});

const ofGroup = () => ({ requirements: [{ approvals: 1, approvers: { kind: "group", group } }] });

function columnsOf(amount: number) {
  const wanted = { ...refund, params: { amount, currency: "USD" } };
  return { wanted, resource: refund.resource, amount: String(amount), currency: "USD" };
}

function approvedRefund(amount: number, more = {}): Promise<string> {
  const state = { state: "approved", approvalsGiven: 1, closedAt: now, secondsAgo: 60 } as const;
  return workspace.request(bot, { ...state, ...columnsOf(amount), policyVersion: 0, ...more });
}

async function deniedRefund(wanted: typeof refund, more = {}): Promise<string> {
  const state = { state: "denied", closedAt: now, secondsAgo: 60 } as const;
  const id = await workspace.request(bot, { ...state, wanted, ...more });
  await workspace.decision(id, owner, "deny");
  return id;
}

async function kindsFor(viewer: RequestReader, requestId = shared): Promise<string[]> {
  return (await findingsFor(viewer, requestId)).map(({ kind }) => kind);
}

async function findingsFor(viewer: RequestReader, requestId = shared) {
  const found = await findUnusual(db, viewer, await findRequestForViewer(db, viewer, requestId, now), now);
  const listed = await listUnusualAmounts(db, viewer, [requestId], now);
  expect(listed.has(requestId)).toBe(found.some(({ kind }) => kind === "amount"));
  return found;
}

const everything = ["denied_before", "amount", "policy_changed", "differences"];

test("the owner, a backup approver, an admin, an auditor and a delegate of the owner see every finding", async () => {
  const delegate = await workspace.person("Dora Delegate");
  await workspace.delegate(owner, delegate);
  const admin = await workspace.person("Ada Admin", ["admin"]);
  const auditor = await workspace.person("Abe Auditor", ["auditor"]);
  for (const viewer of [owner, backup, delegate, admin, auditor])
    expect(await kindsFor(viewer)).toEqual(everything);
});

test("a member of a group sees no finding about requests that the member may not open", async () => {
  expect(await findingsFor(member)).toEqual([]);
  const delegate = await workspace.person("Della Delegate");
  await workspace.delegate(member, delegate);
  expect(await findingsFor(delegate)).toEqual([]);
});

test("a member of a group sees the denial and the differences of requests that the member may open, and no count", async () => {
  const readable = [await deniedRefund(refund, ofGroup()), await approvedRefund(3, ofGroup())];
  const found = await findingsFor(member);
  expect(found.map(({ kind }) => kind)).toEqual(["denied_before", "differences"]);
  expect(found.map((finding) => ("requestId" in finding ? finding.requestId : ""))).toEqual(readable);
  expect(JSON.stringify(found)).not.toMatch(new RegExp(secret.join("|")));
});

test("a previous owner, who decided the request, sees only the earlier requests that they decided", async () => {
  const previous = await workspace.person("Petra Previous");
  const decided = await workspace.request(bot, { ...columnsOf(1250), state: "denied", closedAt: now });
  await workspace.decision(decided, previous, "deny");
  expect(await findingsFor(previous, decided)).toEqual([]);
  const own = await approvedRefund(1251);
  await workspace.decision(own, previous, "approve");
  expect(await findingsFor(previous, decided)).toMatchObject([{ kind: "differences", requestId: own }]);
});

test("requests of another agent, and later requests, are no history", async () => {
  const other = await workspace.agent("Other bot", owner);
  expect(await kindsFor(owner, await workspace.request(other, columnsOf(1250)))).toEqual([]);
  const early = await workspace.request(bot, { ...columnsOf(1250), secondsAgo: 600 });
  expect(await kindsFor(owner, early)).toEqual([]);
});

test("a request that no person decides has no findings", async () => {
  for (const state of ["allowed", "blocked"] as const)
    expect(await kindsFor(owner, await workspace.request(bot, { ...columnsOf(1250), state }))).toEqual([]);
});
