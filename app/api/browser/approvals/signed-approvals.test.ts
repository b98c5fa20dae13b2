import { createHash } from "node:crypto";
import { expect, test } from "vitest";
import { decisionState, refusal, requestRefund } from "#app/api/testing/requests";
import { RunningWorkspace } from "#app/api/testing/running-workspace";
import { approvalKind } from "#lib/approvals/statement";
import { canonicalBytes } from "#lib/json/canonical";
import { base64url } from "#lib/kernel/digest";
import { sealStatement } from "#lib/passkeys/signing/seal-statement";
import { issueStatementChallenge } from "#lib/passkeys/signing/statement-challenge";
import type { Faults } from "#lib/passkeys/testing/soft-authenticator";

const { workspace, admin, owner } = await RunningWorkspace.withOwner();
const backup = await workspace.person("Bo Backup", ["approver"], admin);
const agent = await workspace.agent(admin, owner, [backup]);
const pending = (amount = 1250, from = agent) => requestRefund(from, amount);
const stateOf = (id: string) => decisionState(workspace.db, id);

test("invariant 3: the challenge commits to exactly the statement bytes shown, which are stored as evidence", async () => {
  const id = await pending();
  const shown = await owner.read(id);
  const asked = await owner.post(`/api/requests/${id}/challenges`, shown);
  const { options } = (await asked.json()) as { options: { challenge: string; userVerification: string } };
  const bytes = Buffer.from(shown.statement, "base64url");
  const expected = createHash("sha256").update("countersign/approval/v1\n").update(bytes).digest("base64url");
  expect(options).toMatchObject({ challenge: expected, userVerification: "required" });
  const credential = owner.authenticator.get(options);
  expect(await refusal(owner.post(`/api/requests/${id}/approvals`, { credential }))).toEqual([201, "ok"]);
  const [row] = await workspace.db.$client`select * from approvals where request_id = ${id}`;
  expect(Buffer.from(row?.statement).equals(bytes)).toBe(true);
  expect(row?.credential_id).toBe(owner.authenticator.credentialId);
  expect(JSON.parse(bytes.toString())).toMatchObject({
    v: 1,
    decision: "approve",
    request: id,
    approver: owner.viewer.personId,
  });
});

/** The statement of a page without its display, with the server's seal. */
async function withoutDisplay(id: string) {
  const { statement: shown } = await owner.read(id);
  const { display: _, ...statement } = JSON.parse(Buffer.from(shown, "base64url").toString());
  const bytes = canonicalBytes(statement);
  return { statement: base64url(bytes), seal: sealStatement(workspace.runtime.secret, bytes), bytes };
}

test("a statement that doesn't say what its approver sees gets no challenge, although the server sealed it", async () => {
  const id = await pending();
  const { statement, seal } = await withoutDisplay(id);
  const asked = await refusal(owner.post(`/api/requests/${id}/challenges`, { statement, seal }));
  expect(asked).toEqual([400, "invalid_body"]);
});

test("nor does its signature approve anything, if it got a challenge all the same", async () => {
  const id = await pending();
  const { bytes } = await withoutDisplay(id);
  const { db, time } = workspace;
  const signing = { kind: approvalKind, personId: owner.viewer.personId, requestId: id, statement: bytes };
  const challenge = await issueStatementChallenge(db, { ...signing, now: time.now });
  const credential = owner.authenticator.get({ challenge: base64url(challenge ?? new Uint8Array()) });
  const answer = await refusal(owner.post(`/api/requests/${id}/approvals`, { credential }));
  expect(answer).toEqual([400, "invalid_body"]);
  expect(await stateOf(id)).toEqual({ state: "pending", given: 0, decisions: 0, grants: 0 });
});

test.each<[string, Faults, string]>([
  ["no user verification", { userVerified: false }, "user_not_verified"],
  ["no user presence", { userPresent: false }, "user_not_verified"],
  ["a flipped signature", { flipSignature: true }, "passkey_refused"],
  ["another origin", { origin: "https://evil.example" }, "passkey_refused"],
  ["another RP ID", { rpId: "evil.example" }, "passkey_refused"],
  ["a frame on another site", { crossOrigin: true }, "passkey_refused"],
  ["a registration's type", { type: "webauthn.create" }, "passkey_refused"],
  ["a counter that went back", { counter: 0 }, "passkey_refused"],
  ["another user handle", { userHandle: "eHl6" }, "wrong_passkey"],
  ["changed backup eligibility", { backupEligible: true }, "passkey_refused"],
])("invariant 3: %s approves nothing, and the challenge is consumed", async (_, faults, code) => {
  const id = await pending();
  const credential = await owner.sign(id, faults);
  expect((await refusal(owner.post(`/api/requests/${id}/approvals`, { credential })))[1]).toBe(code);
  expect(await stateOf(id)).toEqual({ state: "pending", given: 0, decisions: 0, grants: 0 });
  expect((await refusal(owner.post(`/api/requests/${id}/approvals`, { credential })))[1]).toBe(
    "challenge_expired",
  );
});

test("invariant 3: another person's passkey does not approve in the owner's session", async () => {
  const id = await pending();
  expect(await refusal(owner.approve(id, {}, backup.authenticator))).toEqual([403, "wrong_passkey"]);
  expect(await stateOf(id)).toMatchObject({ state: "pending", decisions: 0 });
});

test("invariant 4: an assertion works once, and the statement it signed is never challenged again", async () => {
  const id = await pending(9000);
  const shown = await owner.read(id);
  const asked = await owner.post(`/api/requests/${id}/challenges`, shown);
  const { options } = (await asked.json()) as { options: { challenge: string } };
  const credential = owner.authenticator.get(options);
  expect((await owner.post(`/api/requests/${id}/approvals`, { credential })).status).toBe(201);
  expect(await refusal(owner.post(`/api/requests/${id}/approvals`, { credential }))).toEqual([
    410,
    "challenge_expired",
  ]);
  const again = await owner.post(`/api/requests/${id}/challenges`, shown);
  expect(await refusal(Promise.resolve(again))).toEqual([409, "already_decided"]);
});

test("invariant 4: a spent challenge stays spent when the passkey was refused", async () => {
  const id = await pending();
  const shown = await owner.read(id);
  const { options } = (await (await owner.post(`/api/requests/${id}/challenges`, shown)).json()) as {
    options: { challenge: string };
  };
  await owner.post(`/api/requests/${id}/approvals`, {
    credential: owner.authenticator.get(options, { userVerified: false }),
  });
  expect(await refusal(owner.post(`/api/requests/${id}/challenges`, shown))).toEqual([
    409,
    "request_changed",
  ]);
  expect((await owner.approve(id)).status).toBe(201);
});

test("a statement is not valid for another person, for another request, or when altered", async () => {
  const [id, otherId] = [await pending(), await pending()];
  const shown = await owner.read(id);
  expect(await refusal(backup.post(`/api/requests/${id}/challenges`, shown))).toEqual([
    409,
    "request_changed",
  ]);
  expect(await refusal(owner.post(`/api/requests/${otherId}/challenges`, shown))).toEqual([
    409,
    "request_changed",
  ]);
  const altered = Buffer.from(shown.statement, "base64url").toString().replace("1250", "1");
  const statement = Buffer.from(altered).toString("base64url");
  expect(await refusal(owner.post(`/api/requests/${id}/challenges`, { ...shown, statement }))).toEqual([
    409,
    "request_changed",
  ]);
});

test("a refused passkey is an audit event", async () => {
  const id = await pending();
  await owner.approve(id, { flipSignature: true });
  const events = await workspace.db.$client`
    select convert_from(body, 'utf8')::json -> 'data' ->> 'code' as code from audit_events
    where request_id = ${id} and type = 'approval.refused'`;
  expect(events.map(({ code }) => code)).toEqual(["passkey_refused"]);
});
