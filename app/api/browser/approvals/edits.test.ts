import { expect, test } from "vitest";
import { type Answer, waitFor } from "#app/api/agent/testing/ask-and-wait";
import { codeOf, refusal, voidReasons } from "#app/api/testing/requests";
import type { Descriptor } from "#lib/descriptors/descriptor";
import { actionDigest } from "#lib/policy/language/action";
import { insertVersion } from "#lib/policy/versions/insert-version";
import { versionInForce } from "#lib/policy/versions/versions";
import { verifyReceipt } from "../../../../bin/client/receipts/verify.ts";
import { offer, openEdits, refundOf, send, signEdit } from "./testing/edits.ts";

const { workspace, admin, owner, backup, third, agent, publish, ask } = await openEdits();
const { db } = workspace;
const readAgain = async (answer: Answer) =>
  (await (await waitFor(answer)).json()) as Answer & { request: object };

test("an edited request is granted as edited, and the agent learns exactly what changed", async () => {
  const asked = await ask();
  const { id } = asked.request;
  const approved = await send(owner, id, await signEdit(owner, id, { "/amount": "900" }));
  expect([approved.status, await approved.json()]).toMatchObject([201, { state: "approved" }]);
  const { request, grant = "" } = await readAgain(asked);
  const edited = refundOf(900);
  expect(request).toMatchObject({
    state: "approved",
    action_digest: actionDigest(agent.id, edited),
    edit: {
      asked_digest: actionDigest(agent.id, refundOf(1250)),
      patch: [{ op: "replace", path: "/params/amount", value: 900 }],
      action: edited,
    },
  });
  const claims = JSON.parse(Buffer.from(grant.split(".")[1] ?? "", "base64url").toString());
  expect(claims.authorization_details[0]).toMatchObject({
    digest: actionDigest(agent.id, edited),
    params: edited.params,
  });
  expect(await refusal(agent.redeem(grant, refundOf(1250)))).toEqual([403, "action_mismatch"]);
  expect(await refusal(agent.redeem(grant, edited))).toEqual([200, "ok"]);
  const [row] = await db.$client`select amount::float, currency from requests where id = ${id}`;
  expect(row).toEqual({ amount: 900, currency: "USD" });
});

test("an edit that is offered or about to be signed changes nothing", async () => {
  const { request } = await ask();
  const rowNow = async () => {
    const [row] = await db.$client`
      select r.action_digest as digest, (select count(*)::int from request_edits where request_id = r.id) as edits,
        (select count(*)::int from audit_events where request_id = r.id) as events
      from requests r where r.id = ${request.id}`;
    return row;
  };
  const untouched = { digest: actionDigest(agent.id, refundOf(1250)), edits: 0, events: 1 };
  expect((await offer(owner, request.id, { "/amount": "900" })).status).toBe(201);
  expect(await rowNow()).toEqual(untouched);
  await signEdit(owner, request.id, { "/amount": "800" });
  expect(await rowNow()).toEqual(untouched);
});

test("an edit never lowers what the request required", async () => {
  const { request } = await ask(9000);
  const edited = await send(owner, request.id, await signEdit(owner, request.id, { "/amount": "900" }));
  expect(await edited.json()).toMatchObject({ state: "pending", approvals: { required: 2, given: 1 } });
  expect(await (await backup.approve(request.id)).json()).toMatchObject({ state: "approved" });
});

test("an edit adds what policy requires of the edited action", async () => {
  const { request } = await ask();
  const offered = await offer(owner, request.id, { "/payment": "ch_two" });
  expect(await offered.json()).toMatchObject({ approvalsRequired: 2 });
  const edited = await send(owner, request.id, await signEdit(owner, request.id, { "/payment": "ch_two" }));
  expect(await edited.json()).toMatchObject({ state: "pending", approvals: { required: 2, given: 1 } });
});

test("an edit to an action of other approvers is granted only with their approval", async () => {
  const { request } = await ask();
  const credential = await signEdit(third, request.id, { "/payment": "ch_team" });
  const edited = await send(third, request.id, credential);
  expect(await edited.json()).toMatchObject({ state: "pending", approvals: { required: 1, given: 0 } });
  expect(await (await owner.approve(request.id)).json()).toMatchObject({ state: "pending" });
  expect(await (await backup.approve(request.id)).json()).toMatchObject({ state: "approved" });
});

test("an edit to an action that couldn't be edited itself is refused", async () => {
  const { request } = await ask();
  const answer = offer(owner, request.id, { "/payment": "ch_plain" });
  expect(await refusal(answer)).toEqual([409, "edits_not_allowed"]);
});

test("an edit to an action whose number the agent doesn't have is refused", async () => {
  const { request } = await ask();
  const answer = offer(owner, request.id, { "/payment": "ch_number" });
  expect(await refusal(answer)).toEqual([409, "edits_not_allowed"]);
});

test("an edit to an action that policy blocks is refused, and the request stays as it was", async () => {
  const { request } = await ask();
  expect(await refusal(offer(owner, request.id, { "/payment": "ch_never" }))).toEqual([
    403,
    "blocked_by_policy",
  ]);
  expect(await (await owner.approve(request.id)).json()).toMatchObject({ state: "approved" });
});

test("approvals of the action before its edit no longer count, and their receipts still verify", async () => {
  const { request } = await ask(9000);
  const { id } = request;
  const first = (await (await backup.approve(id)).json()) as { approval: { id: string } };
  const edited = await send(owner, id, await signEdit(owner, id, { "/amount": "900" }));
  const { approval } = (await edited.clone().json()) as { approval: { id: string } };
  expect(await edited.json()).toMatchObject({ state: "pending", approvals: { required: 2, given: 1 } });
  expect(await voidReasons(db, id)).toEqual(["request_edited"]);
  expect(await (await backup.approve(id)).json()).toMatchObject({ state: "approved" });
  const receiptOf = async (approvalId: string) =>
    (await workspace.get(`/api/receipts/${approvalId}`, { cookie: owner.cookie })).json();
  for (const [approvalId, isEdited] of [
    [first.approval.id, false],
    [approval.id, true],
  ] as const) {
    const receipt = await receiptOf(approvalId);
    expect("edit" in receipt.request).toBe(isEdited);
    expect((await verifyReceipt(receipt)).checks.filter(({ passed }) => !passed)).toEqual([]);
  }
  const tampered = await receiptOf(approval.id);
  tampered.request.edit.asked.params.amount = 100;
  expect(
    (await verifyReceipt(tampered)).checks.filter(({ passed }) => !passed).map(({ name }) => name),
  ).toContain("edit");
});

test("only the fields that the descriptor marks can be edited, and numbers only lowered", async () => {
  const { request } = await ask();
  const refused = async (entered: Record<string, string>) => {
    const answer = await offer(owner, request.id, entered);
    return [
      answer.status,
      ((await answer.json()) as { errors: { path: string }[] }).errors.map(({ path }) => path),
    ];
  };
  expect(await refused({ "/currency": "EUR" })).toEqual([400, ["/currency"]]);
  expect(await refused({ "/amount": "1300" })).toEqual([400, ["/amount"]]);
  expect(await refused({ "/amount": "1250" })).toEqual([400, []]);
});

test("a request of an agent that can't act on edits is denied with the edit as a suggestion", async () => {
  const asked = await ask(1250, {});
  const { id } = asked.request;
  expect(await refusal(offer(owner, id, { "/amount": "900" }))).toEqual([409, "edits_not_allowed"]);
  const body = { reason: "Too much", suggested: { "/amount": "900" } };
  expect(await refusal(owner.post(`/api/requests/${id}/denials`, body))).toEqual([201, "ok"]);
  expect((await readAgain(asked)).request).toMatchObject({
    state: "denied",
    denial: { reason: "Too much", suggested_edit: [{ op: "replace", path: "/params/amount", value: 900 }] },
  });
});

test("a rule that doesn't allow edits prevents them", async () => {
  await publish({ allowEdits: undefined });
  const { request } = await ask();
  expect(await refusal(offer(owner, request.id, { "/amount": "900" }))).toEqual([409, "edits_not_allowed"]);
  const body = { reason: "Too much", suggested: { "/amount": "900" } };
  expect(await refusal(owner.post(`/api/requests/${request.id}/denials`, body))).toEqual([
    409,
    "edits_not_allowed",
  ]);
  await publish();
});

test("a person without a right to decide learns nothing from an edit", async () => {
  const stranger = await workspace.person("Sam Stranger", ["approver"], admin);
  const { request } = await ask();
  expect(await refusal(offer(stranger, request.id, { "/amount": "900" }))).toEqual([404, "not_found"]);
});

test("an ask can't both accept edits and pick up an earlier request", async () => {
  const answer = await agent.ask({ action: refundOf(1250), accept_edits: true, pick_up: true });
  expect([answer.status, await codeOf(answer)]).toEqual([422, "invalid_action"]);
});

test("the currency of an amount can't be edited, even if a version from before the check of descriptors says so", async () => {
  const { proposedBy: _, ...live } = await versionInForce(db);
  const fields: Descriptor["fields"] = [
    { path: "/amount", label: "Amount", format: "number", editable: true },
    { path: "/currency", label: "Currency", format: "identifier", editable: true },
  ];
  const catalog = live.catalog.map((entry) =>
    entry.type === "refund.create" ? { ...entry, descriptor: { intent: "Refund", fields } } : entry,
  );
  // One rule of refunds, which allows edits in any currency: nothing but the check of currencies refuses one.
  const rules = live.rules
    .filter(({ id }) => ["read-data", "two"].includes(id))
    .map((rule) => ({ ...rule, conditions: [] }));
  await insertVersion(db, {
    ...{ ...live, rules, catalog, version: live.version + 1 },
    ...{ actor: { type: "system", id: "test" }, now: workspace.time.now },
  });
  const { request } = await ask();
  expect((await offer(owner, request.id, { "/amount": "900" })).status).toBe(201);
  expect(await refusal(offer(owner, request.id, { "/currency": "JPY" }))).toEqual([409, "edits_not_allowed"]);
  await publish();
});
