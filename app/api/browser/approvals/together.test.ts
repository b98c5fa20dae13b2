import { createHash } from "node:crypto";
import { expect, test } from "vitest";
import { codeOf, decisionState, refund, refusal, requestRefund } from "#app/api/testing/requests";
import { RunningWorkspace } from "#app/api/testing/running-workspace";
import { rfcProves } from "#lib/crypto/testing/rfc6962";
import { addSeconds } from "#lib/kernel/clock";
import { challengeTtlSeconds } from "#lib/passkeys/issue-challenge";
import type { Faults } from "#lib/passkeys/testing/soft-authenticator";
import type { Receipt } from "#lib/receipts/receipt";
import { verifyReceipt } from "../../../../bin/client/receipts/verify.ts";
import {
  approveAll,
  askForBatch,
  readAll,
  resultsOf,
  sendTogether,
  signTogether,
} from "./testing/together.ts";

const { workspace, admin, owner } = await RunningWorkspace.withOwner();
const { db, time } = workspace;
const backup = await workspace.person("Bo Backup", ["approver"], admin);
const agent = await workspace.agent(admin, owner, [backup]);
const otherAgent = await workspace.agent(admin, owner);
const pending = (amount = 1250, from = agent) => requestRefund(from, amount);
async function several(...amounts: number[]): Promise<string[]> {
  const ids: string[] = [];
  for (const amount of amounts) ids.push(await pending(amount));
  return ids;
}
const untouched = { state: "pending", given: 0, decisions: 0, grants: 0 };

test("one signature approves each request, with its own grant and a receipt that verifies alone", async () => {
  const asked: { request: { id: string }; wait: { url: string; token: string } }[] = [];
  for (const amount of [1001, 1002, 1003])
    asked.push(await (await agent.ask({ action: refund(amount) })).json());
  const [before] = await db.$client`
    select counter from passkeys where credential_id = ${owner.authenticator.credentialId}`;
  const results = await approveAll(
    owner,
    asked.map(({ request }) => request.id),
  );
  expect(results.map(({ state }) => state)).toEqual(["approved", "approved", "approved"]);
  const [passkey] = await db.$client`
    select counter from passkeys where credential_id = ${owner.authenticator.credentialId}`;
  expect(Number(passkey?.counter)).toBe(Number(before?.counter) + 1);
  const pinned = await (await workspace.get("/.well-known/jwks.json")).json();
  for (const [index, { request, wait }] of asked.entries()) {
    expect(await decisionState(db, request.id)).toMatchObject({ state: "approved", decisions: 1, grants: 1 });
    const { grant } = (await (await agent.follow(wait)).json()) as { grant: string };
    expect((await agent.redeem(grant, refund(1001 + ((index + 1) % 3)))).status).toBe(403);
    expect((await agent.redeem(grant, refund(1001 + index))).status).toBe(200);
    const path = `/api/receipts/${results[index]?.approval?.id}`;
    const receipt = (await (await workspace.get(path, { cookie: owner.cookie })).json()) as Receipt;
    const { checks } = await verifyReceipt(receipt, { pinned });
    expect(checks.filter(({ passed }) => !passed)).toEqual([]);
    expect(receipt).toMatchObject({ v: 1, request: { id: request.id, action: refund(1001 + index) } });
    expect(provenByTheRfc(receipt)).toBe(true);
  }
});

function provenByTheRfc({ batch, statement }: Receipt): boolean {
  const bytesOf = (text = "") => Buffer.from(text, "base64url");
  const { count, root } = JSON.parse(bytesOf(batch?.statement).toString());
  const proof = { m: batch?.index ?? -1, n: count, path: (batch?.path ?? []).map(bytesOf) };
  return rfcProves(bytesOf(statement), proof, bytesOf(root).toString("hex"));
}

test("invariant 3: the challenge commits to exactly the statements shown, in their order", async () => {
  const shown = await readAll(owner, await several(1100, 1200));
  const challengeOf = async (statements: typeof shown) =>
    ((await (await askForBatch(owner, statements)).json()) as { options: { challenge: string } }).options
      .challenge;
  const leaf = ({ statement }: { statement: string }) =>
    createHash("sha256").update("\0").update(Buffer.from(statement, "base64url")).digest();
  const root = createHash("sha256")
    .update("\u0001")
    .update(Buffer.concat(shown.map(leaf)))
    .digest("base64url");
  const [approver, bot] = [owner.viewer.personId, agent.id];
  const batch = `{"action_type":"refund.create","agent":"${bot}","approver":"${approver}","count":2,"decision":"approve_together","root":"${root}","v":1}`;
  const expected = createHash("sha256")
    .update("countersign/approval-batch/v1\n")
    .update(batch)
    .digest("base64url");
  expect(await challengeOf(shown)).toBe(expected);
  expect(await challengeOf(shown.toReversed())).not.toBe(expected);
});

test("what was decided since the page is left out before the prompt, by name and reason", async () => {
  const ids = await several(1100, 1200, 1300);
  const shown = await readAll(owner, ids);
  await backup.approve(ids[1] ?? "");
  const answer = await askForBatch(owner, shown);
  expect(answer.status).toBe(409);
  expect(await answer.json()).toMatchObject({
    code: "request_changed",
    left_out: [
      {
        request: ids[1],
        code: "already_decided",
        detail: expect.stringMatching(/^Bo Backup approved this request/),
      },
    ],
  });
  const rest = await signTogether(owner, shown.toSpliced(1, 1));
  expect((await resultsOf(await sendTogether(owner, rest))).map(({ request }) => request)).toEqual(
    ids.toSpliced(1, 1),
  );
});

test("a statement without our seal, or sealed for another person, is in no batch", async () => {
  const ids = await several(1100, 1200);
  const [one, two] = await readAll(owner, ids);
  const [other] = await readAll(backup, ids.slice(0, 1));
  if (!one || !two || !other) throw new Error("three statements");
  const refused = (statements: (typeof one)[]) => refusal(askForBatch(owner, statements));
  const altered = Buffer.from(one.statement, "base64url").toString().replace("1100", "1101");
  const bent = { ...one, statement: Buffer.from(altered).toString("base64url") };
  expect(await refused([bent, two])).toEqual([409, "request_changed"]);
  expect(await refused([{ ...one, seal: two.seal }, two])).toEqual([409, "request_changed"]);
  expect(await refused([other, two])).toEqual([400, "invalid_body"]);
});

test("one request, one twice, 21, or requests of two agents are no batch", async () => {
  const ids = await several(1100, 1200);
  const [one, two] = await readAll(owner, ids);
  const [again] = await readAll(owner, ids);
  const [foreign] = await readAll(owner, [await pending(1250, otherAgent)]);
  if (!one || !two || !again || !foreign) throw new Error("four statements");
  for (const statements of [[one], [one, one], [one, again], [one, foreign], Array(21).fill(one), []])
    expect(await refusal(askForBatch(owner, statements))).toEqual([400, "invalid_body"]);
});

test("a batch's signature approves no single request, and a single signature no batch", async () => {
  const [first = "", second = ""] = await several(1100, 1200);
  const shown = await readAll(owner, [first, second]);
  const { credential } = await signTogether(owner, shown);
  const path = `/api/requests/${first}/approvals`;
  expect(await refusal(owner.post(path, { credential }))).toEqual([410, "challenge_expired"]);
  const single = await owner.sign(first);
  const statements = shown.map(({ statement }) => statement);
  const sent = sendTogether(owner, { statements, credential: single });
  expect(await refusal(sent)).toEqual([410, "challenge_expired"]);
  expect(await decisionState(db, first)).toEqual(untouched);
});

test("a signature approves the statements that it signed and no others, and is consumed by the attempt", async () => {
  const ids = await several(1100, 1200, 1300);
  const shown = await readAll(owner, ids);
  const statements = shown.map(({ statement }) => statement);
  for (const sent of [statements, statements.slice(0, 2).toReversed(), [statements[0], statements[2]]]) {
    const { credential } = await signTogether(owner, await readAll(owner, ids.slice(0, 2)));
    expect(await refusal(sendTogether(owner, { statements: sent, credential }))).toEqual([
      409,
      "request_changed",
    ]);
    expect(await refusal(sendTogether(owner, { statements, credential }))).toEqual([
      410,
      "challenge_expired",
    ]);
  }
  for (const id of ids) expect(await decisionState(db, id)).toEqual(untouched);
});

test.each<[string, Faults, string]>([
  ["no user verification", { userVerified: false }, "user_not_verified"],
  ["a flipped signature", { flipSignature: true }, "passkey_refused"],
  ["another origin", { origin: "https://evil.example" }, "passkey_refused"],
])(
  "invariant 4: %s approves nothing, the challenge is consumed, and the batch gets no other",
  async (_, faults, code) => {
    const ids = await several(1100, 1200);
    const shown = await readAll(owner, ids);
    const body = await signTogether(owner, shown, faults);
    expect((await refusal(sendTogether(owner, body)))[1]).toBe(code);
    expect((await refusal(sendTogether(owner, body)))[1]).toBe("challenge_expired");
    time.now = addSeconds(time.now, challengeTtlSeconds + 1);
    expect(await codeOf(await askForBatch(owner, shown))).toBe("request_changed");
    time.now = addSeconds(time.now, -challengeTtlSeconds - 1);
    for (const id of ids) expect(await decisionState(db, id)).toEqual(untouched);
    const events = await db.$client`
    select request_id from audit_events where type = 'approval.refused' and request_id = any(${ids})`;
    expect(events).toHaveLength(2);
  },
);

test("a request that needs two approvals takes one from a batch, and the other from another person's", async () => {
  const ids = await several(20_000, 21_000);
  expect(await approveAll(owner, ids)).toMatchObject([
    { state: "pending", approvals: { required: 2, given: 1 } },
    { state: "pending", approvals: { required: 2, given: 1 } },
  ]);
  const answer = await askForBatch(backup, await readAll(backup, ids));
  expect(answer.status).toBe(201);
  expect((await approveAll(backup, ids)).map(({ state }) => state)).toEqual(["approved", "approved"]);
});
