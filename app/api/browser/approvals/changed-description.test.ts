import { expect, test } from "vitest";
import { decisionState, refusal, requestRefund } from "#app/api/testing/requests";
import { RunningWorkspace } from "#app/api/testing/running-workspace";
import { versionInForce } from "#lib/policy/versions/versions";
import { publishPolicy } from "#lib/publishing/publish";
import { verifyReceipt } from "../../../../bin/client/receipts/verify.mjs";

const { workspace, admin } = await RunningWorkspace.open();
const { db } = workspace;
const owner = await workspace.person("Olga Owner", ["approver"], admin);
const agent = await workspace.agent(admin, owner);
const displayOf = (statement: string) => JSON.parse(Buffer.from(statement, "base64url").toString()).display;

/** Publishes another intent for refunds: the outcome of no request changes. */
async function describeRefunds(intent: string): Promise<number> {
  const { version, rules, defaultOutcome, catalogue } = await versionInForce(db);
  const published = await publishPolicy(db, {
    ...{ actor: admin.viewer, rules, defaultOutcome, expectedVersion: version, now: workspace.time.now },
    catalogue: catalogue.map((entry) =>
      entry.type === "refund.create" ? { ...entry, descriptor: { intent, fields: [] } } : entry,
    ),
  });
  return published.version;
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
  expect((await owner.approve(id)).status).toBe(201);
  const [approval] = await db.$client`select id from approvals where request_id = ${id}`;
  const receipt = await (
    await workspace.get(`/api/receipts/${approval?.id}`, { cookie: owner.cookie })
  ).json();
  expect(receipt.descriptor.intent).toBe("Return a payment");
  expect(verifyReceipt(receipt).checks.filter(({ passed }) => !passed)).toEqual([]);
});
