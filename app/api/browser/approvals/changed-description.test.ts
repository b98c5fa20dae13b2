import { expect, test } from "vitest";
import { decisionState, refusal, requestRefund } from "#app/api/testing/requests";
import { RunningWorkspace } from "#app/api/testing/running-workspace";
import { builtInDescriptor } from "#lib/descriptors/built-in-descriptor";
import { rule } from "#lib/policy/testing/judge";
import { versionInForce } from "#lib/policy/versions/versions";
import { publishPolicy } from "#lib/publishing/publish";
import { verifyReceipt } from "../../../../bin/client/receipts/verify.ts";
import { askForBatch, readAll } from "./testing/together.ts";

const { workspace, admin, owner, agent } = await RunningWorkspace.withAgent();
const { db } = workspace;
const displayOf = (statement: string) => JSON.parse(Buffer.from(statement, "base64url").toString()).display;

/** Publishes another intent for refunds: the outcome of no request changes. */
async function describeRefunds(intent: string): Promise<number> {
  const { version, rules, defaultOutcome, catalog } = await versionInForce(db);
  const published = await publishPolicy(db, {
    ...{ actor: admin.viewer, rules, defaultOutcome, expectedVersion: version, now: workspace.time.now },
    catalog: catalog.map((entry) =>
      entry.type === "refund.create" ? { ...entry, descriptor: { intent, fields: [] } } : entry,
    ),
  });
  return published.version;
}

async function approvedReceipt(id: string) {
  expect((await owner.approve(id)).status).toBe(201);
  const [approval] = await db.$client`select id from approvals where request_id = ${id}`;
  return (await workspace.get(`/api/receipts/${approval?.id}`, { cookie: owner.cookie })).json();
}

test("a description published while a request is open: an earlier statement isn't signed, and a reload shows the new one", async () => {
  const id = await requestRefund(agent, 1250);
  const shown = await owner.read(id);
  const version = await describeRefunds("Give money back");
  expect(await refusal(owner.post(`/api/requests/${id}/challenges`, shown))).toEqual([
    409,
    "request_changed",
  ]);
  const again = await owner.read(id);
  expect(displayOf(again.statement).descriptor.version).toBe(version);
  expect(displayOf(again.statement).rendering).not.toBe(displayOf(shown.statement).rendering);
});

test("a description published after the passkey signed refuses the approval, and the next one has a receipt with the new description", async () => {
  const id = await requestRefund(agent, 1300);
  const signed = await owner.sign(id);
  await describeRefunds("Return a payment");
  expect(await refusal(owner.post(`/api/requests/${id}/approvals`, { credential: signed }))).toEqual([
    409,
    "request_changed",
  ]);
  expect(await decisionState(db, id)).toMatchObject({ state: "pending" });
  const receipt = await approvedReceipt(id);
  expect(receipt.descriptor.intent).toBe("Return a payment");
  expect((await verifyReceipt(receipt)).checks.filter(({ passed }) => !passed)).toEqual([]);
});

// Last: its policy auto-approves whatever it can.
test("a call that no admin described is signed and proven by its built-in description, and stays unclassified", async () => {
  const { version, defaultOutcome, catalog } = await versionInForce(db);
  await publishPolicy(db, {
    ...{ actor: admin.viewer, defaultOutcome, expectedVersion: version, now: workspace.time.now },
    ...{ rules: [rule({ outcome: "allow", actions: ["*"] })], unclassified: "allow", catalog },
  });
  const params = { method: "POST", path: "/refunds", body: { amount: 5 } };
  const ids: string[] = [];
  for (const type of ["http.post.payments.example", "http.post.payments.example", "mcp.files.read"]) {
    const answer = await (await agent.ask({ action: { type, params } })).json();
    expect(answer).toMatchObject({ request: { state: "pending" } });
    ids.push(answer.request.id);
  }
  const together = await askForBatch(owner, await readAll(owner, ids.slice(0, 2)));
  const alone = { code: "conflict", detail: "Unclassified actions are reviewed one at a time." };
  expect(await together.json()).toMatchObject({ left_out: [alone, alone] });
  for (const id of ids.slice(1)) {
    const named = displayOf((await owner.read(id)).statement).descriptor;
    expect(named).toEqual({ built_in: 1, digest: expect.any(String) });
    const receipt = await approvedReceipt(id);
    expect(receipt.descriptor).toEqual(builtInDescriptor(receipt.request.action.type));
    const { valid, checks } = await verifyReceipt(receipt);
    expect([valid, checks.find(({ name }) => name === "display")?.detail]).toEqual([
      ...[true, "version 1 of the built-in descriptions: the policy had none"],
    ]);
  }
});
