import { beforeEach, expect, test } from "vitest";
import { askedBy } from "#app/api/agent/testing/ask-and-wait";
import { refund } from "#app/api/testing/requests";
import { RunningWorkspace } from "#app/api/testing/running-workspace";
import { actionDigest } from "#lib/policy/language/action";
import type { Receipt } from "#lib/receipts/receipt";
import { signReceipt } from "#lib/receipts/sign";
import { verified } from "../../../../../bin/client/receipts/receipt-words.ts";
import { verifyReceipt } from "../../../../../bin/client/receipts/verify.ts";
import { newSigningKey } from "../../../../../bin/client/testing/example-evidence.ts";
import {
  approveRead,
  ceiling,
  openRefunds,
  publishTypes,
  sampleDraws,
  signStanding,
  terms,
} from "./testing/standing-approvals.ts";

const { workspace, admin, owner } = await RunningWorkspace.withOwner();
await openRefunds(workspace, admin, ceiling);
const agent = await workspace.agent(admin, owner);
const readId = await approveRead(workspace, { agent, by: owner, action: refund(1250) });
expect((await signStanding(owner, readId)).status).toBe(201);

beforeEach(() => sampleDraws(false));

/** Asks for a refund that is drawn, and downloads the receipt. */
async function drawn(amount: number): Promise<Receipt> {
  return receiptOf((await askedBy(agent, { action: refund(amount) })).request.id);
}

async function receiptOf(requestId: string): Promise<Receipt> {
  const [approval] = await workspace.db.$client`select id from approvals where request_id = ${requestId}`;
  const response = await workspace.get(`/api/receipts/${approval?.id}`, { cookie: owner.cookie });
  return (await response.json()) as Receipt;
}

const failed = async (receipt: unknown, pinned?: unknown) =>
  (await verifyReceipt(receipt, { pinned })).checks.filter(({ passed }) => !passed).map(({ name }) => name);

test("the receipt of a draw verifies offline, and says that no person was asked", async () => {
  const pinned = await (await workspace.get("/.well-known/jwks.json")).json();
  const receipt = await drawn(900);
  expect(await failed(receipt, pinned)).toEqual([]);
  expect(receipt).toMatchObject({
    approval: {
      decision: "approve",
      draw: { standing_approval: expect.stringMatching(/^sta_/), number: 1, total: 900 },
    },
    approver: { id: owner.viewer.personId },
    request: { state: "approved", action: refund(900) },
    grant: { state: "issued" },
  });
  const { words } = await verified(receipt, pinned, { howToPin: "" });
  expect([words.verdict, words.summary]).toEqual([
    "Valid",
    expect.stringMatching(
      /^Approved by a standing approval of Olga Owner, signed with .*: draw 1 of 3 .*No person was asked\.$/,
    ),
  ]);
  expect(words.facts).toContainEqual(["may differ", "/params/amount: above 0, up to 1250"]);
  expect(words.facts).toContainEqual(["drawn so far", "1 of 3 requests, 900 of 5000 in total"]);
  expect(words.facts).toContainEqual([
    "valid",
    expect.stringMatching(/^from 2\S+Z to 2\S+Z, unless it ended before$/),
  ]);
  expect(words.facts).toContainEqual([
    "based on",
    expect.stringMatching(/^1 earlier approvals, tree root [\w-]{43}$/),
  ]);
  expect((await drawn(800)).approval.draw).toMatchObject({ number: 2, total: 1700 });
});

test("the receipt of a draw above the signed amount is refused, even if the server signed it", async () => {
  const { keys: _, server_signature: __, ...receipt } = await drawn(900);
  const action = { ...receipt.request.action, params: { amount: 1251, currency: "USD" } };
  const request = { ...receipt.request, action, action_digest: actionDigest(agent.id, action) };
  const { grant, ...rest } = receipt;
  expect(grant).toBeDefined();
  expect(await failed(await signReceipt({ ...rest, request }, newSigningKey()))).toEqual(["agreement"]);
  expect(await failed(await signReceipt(rest, newSigningKey()))).toEqual([]);
});

test("the receipt of a draw has no total where none was signed", async () => {
  const { days, count } = ceiling;
  await publishTypes(workspace, admin, ({ type }) =>
    type === "refund.create" ? { amountParam: null, currencyParam: null, standing: { days, count } } : {},
  );
  const other = await workspace.agent(admin, owner);
  const otherReadId = await approveRead(workspace, { agent: other, by: owner, action: refund(900) });
  const { total: _, ...countOnly } = terms;
  expect((await signStanding(owner, otherReadId, countOnly)).status).toBe(201);
  const receipt = await receiptOf((await askedBy(other, { action: refund(900) })).request.id);
  expect(receipt.approval.draw).toEqual({ standing_approval: expect.stringMatching(/^sta_/), number: 1 });
  const { result, words } = await verified(receipt, undefined, { howToPin: "" });
  expect(result.valid).toBe(true);
  expect(words.facts).toContainEqual(["drawn so far", "1 of 3 requests"]);
});
