import { expect, test } from "vitest";
import { api } from "#app/api/index";
import { reviewBreakGlass } from "#lib/approvals/break-glass/review-break-glass";
import { readDraft } from "#lib/policy/drafts/draft";
import { versionInForce } from "#lib/policy/versions/versions";
import { publishDraft } from "#lib/publishing/publish-draft";
import { expireDue } from "#lib/requests/expire";
import { type Answer, actionOf, checksThatFail, Records } from "./open.ts";

const before = new Records("0030");
const upgraded = await before.open();
const { workspace } = upgraded;
const { db } = workspace;
const now = () => workspace.time.now;
const person = (id: string) => upgraded.person(id);
const [bot, mail] = [before.agent(workspace, "ed25519"), before.agent(workspace, "hmac")];

const titles = before.receipts.map((receipt) => [receipt.approval?.capacity ?? receipt.id, receipt] as const);

test.each(titles)("a receipt from before verifies: %s", async (_, receipt) => {
  expect(checksThatFail(receipt, before.jwks)).toEqual([]);
  expect(checksThatFail(receipt, await (await workspace.get("/.well-known/jwks.json")).json())).toEqual([]);
});

test.each(titles)("today's receipt of an approval from before verifies: %s", async (_, receipt) => {
  const path = receipt.approval
    ? `/api/receipts/${receipt.approval.id}`
    : `/api/ownership/receipts/${receipt.id}`;
  const response = await workspace.get(path, { cookie: person("ada").cookie });
  expect(response.status).toBe(200);
  const today = (await response.json()) as typeof receipt;
  expect(checksThatFail(today, before.jwks)).toEqual([]);
  expect([today.statement, today.evidence]).toEqual([receipt.statement, receipt.evidence]);
});

test("an old ask repeated byte for byte gets the original request", async () => {
  const old = before.asked("pending");
  const again = (await (await bot.repeat(old)).json()) as Answer;
  expect(again.request.id).toBe(old.answer.request.id);
  expect(again.wait.token).toBe(old.answer.wait.token);
});

test.each(["approved under the old key", "approved by two, grant issued", "approved, grant issued"])(
  "a grant from before is redeemed once: %s",
  async (name) => {
    const old = before.asked(name);
    const { grant = "" } = await upgraded.follow(old);
    expect((await bot.redeem(grant, actionOf(old))).status).toBe(200);
    expect((await bot.redeem(grant, actionOf(old))).status).toBe(409);
  },
);

test("a grant of an agent with a shared secret from before is redeemed", async () => {
  const old = before.asked("allowed, grant issued");
  const { grant = "" } = await upgraded.follow(old);
  expect((await mail.redeem(grant, actionOf(old))).status).toBe(200);
});

test.each([
  ["pending", bot],
  ["pending of the HMAC agent", mail],
] as const)(
  "a request from before is approved by a passkey from before and redeemed: %s",
  async (name, machine) => {
    const old = before.asked(name);
    const approved = await person("olga").approve(old.answer.request.id);
    expect([approved.status, await approved.clone().json()]).toMatchObject([201, { state: "approved" }]);
    const { approval } = (await approved.json()) as { approval: { id: string } };
    const { grant = "" } = await upgraded.follow(old);
    expect((await machine.redeem(grant, actionOf(old))).status).toBe(200);
    const receipt = await workspace.get(`/api/receipts/${approval.id}`, { cookie: person("olga").cookie });
    expect(checksThatFail((await receipt.json()) as { type: string }, before.jwks)).toEqual([]);
  },
);

test("an approval from before counts together with one of today", async () => {
  const { id } = before.asked("pending with one of two approvals").answer.request;
  const response = await person("bob").approve(id);
  expect([response.status, await response.json()]).toMatchObject([201, { state: "approved" }]);
});

test("a delegate from before decides for a member of a group from before", async () => {
  const { id } = before.asked("pending for the group").answer.request;
  const response = await person("dora").approve(id);
  expect([response.status, await response.json()]).toMatchObject([
    201,
    { approval: { id: expect.any(String) } },
  ]);
  // The owner as well, by another rule.
  expect(await (await person("olga").approve(id)).json()).toMatchObject({ state: "approved" });
});

test.each([
  ["denied", "denied"],
  ["cancelled", "cancelled"],
  ["expired", "expired"],
  ["break-glass", "approved"],
  ["approved by the group", "approved"],
  ["approved by a delegate", "approved"],
])("a request from before is as it was: %s", async (name, state) => {
  expect((await upgraded.follow(before.asked(name))).request.state).toBe(state);
});

test("the agents of before ask, are approved and redeem", async () => {
  const change = { type: "infra.change", resource: "cluster/today", params: {} };
  for (const machine of [bot, mail]) {
    const answer = (await (await machine.ask(change)).json()) as Answer;
    expect(answer.request.state).toBe("pending");
    expect((await person("olga").approve(answer.request.id)).status).toBe(201);
    const { grant = "" } = await upgraded.follow({ answer });
    expect((await machine.redeem(grant, change)).status).toBe(200);
  }
});

test("an old passkey signs in, and an old session still works", async () => {
  const olga = person("olga");
  const mine = before.receipts.find(({ approver }) => approver?.id === olga.viewer.personId);
  const read = () => workspace.get(`/api/receipts/${mine.approval.id}`, { cookie: olga.cookie });
  expect((await read()).status).toBe(200);
  await olga.signIn();
  expect((await read()).status).toBe(200);
});

test("a suspended person and a person who left still cannot sign in", async () => {
  for (const id of ["sue", "lee"]) await expect(person(id).signIn()).rejects.toThrow(/sign-in failed/);
});

test("an open offer from before is accepted", async () => {
  const bob = person("bob");
  const { openOffer: offerId } = before.world;
  const accepted = await bob.accept({ offerIds: [offerId] });
  expect(accepted.status).toBe(201);
  const receipt = await workspace.get(`/api/ownership/receipts/${offerId}`, { cookie: bob.cookie });
  expect(checksThatFail((await receipt.json()) as { type: string }, before.jwks)).toEqual([]);
});

test("an old key names the person who added it", async () => {
  const rows = await db.$client`select distinct added_by from agent_keys`;
  expect(rows.map((row) => row.added_by)).toContain(person("ada").viewer.personId);
});

test("a break-glass approval from before is reviewed by another admin", async () => {
  const used = before.receipts.find(({ approval }) => approval?.capacity === "break_glass");
  const review = { approvalId: used.approval.id, finding: "justified", note: "It was.", now: now() } as const;
  await reviewBreakGlass(db, { ...review, actor: person("bea").viewer });
  const [row] = await db.$client`select reviewed_by from break_glass_reviews`;
  expect(row?.reviewed_by).toBe(person("bea").viewer.personId);
});

test("a draft that one admin proposed before is published by another", async () => {
  const { proposal: digest } = before.world;
  const published = await publishDraft(db, { actor: person("bea").viewer, digest, now: now() });
  expect(published).toEqual({ version: 3, digest });
  // Published without the setting, it lets rules auto-approve every type.
  expect((await versionInForce(db)).unclassified).toBe("allow");
});

test("an old policy file is imported to the draft with an old token", async () => {
  const authorization = `Bearer ${before.world.policyToken}`;
  const headers = { authorization, "content-type": "application/json", "if-match": '"3"' };
  const put = { method: "PUT", headers, body: before.policyFile };
  const response = await api.request("/api/v1/policy/draft", put);
  expect([response.status, await response.text()]).toMatchObject([200, expect.stringContaining("digest")]);
  expect((await readDraft(db)).unclassified).toBe("default_outcome");
});

test("old jobs find their work: old pending requests expire", async () => {
  workspace.time.now = new Date(now().getTime() + 8 * 24 * 3600 * 1000);
  await expireDue(db, now());
  const [row] = await db.$client`select count(*)::int as pending from requests where state = 'pending'`;
  expect(row?.pending).toBe(0);
});
