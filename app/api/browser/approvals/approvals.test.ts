import { createHash } from "node:crypto";
import { expect, test } from "vitest";
import { api } from "#app/api/index";
import { codeOf, refund, type TestAgent, type TestPerson, Workspace } from "#app/api/testing/workspace";
import { changeRoles } from "#lib/membership/change-roles";
import { suspendPerson } from "#lib/membership/offboarding/suspend-person";
import type { Faults } from "#lib/passkeys/testing/soft-authenticator";
import { versionInForce } from "#lib/policy/versions/versions";
import { publishPolicy } from "#lib/publishing/publish";

const { workspace, admin } = await Workspace.open();
const owner = await workspace.person("Olga Owner", ["approver"], admin);
const backup = await workspace.person("Bo Backup", ["approver"], admin);
const stranger = await workspace.person("Sam Stranger", ["approver", "admin"], admin);
const agent = await workspace.agent(admin, owner, [backup]);

async function pending(amount: number = 1250, from: TestAgent = agent): Promise<string> {
  const response = await from.ask({ action: refund(amount) });
  return ((await response.json()) as { request: { id: string } }).request.id;
}

async function stateOf(id: string) {
  const [row] = await workspace.db.$client`
    select r.state, r.approvals_given as given, (select count(*)::int from approvals where request_id = r.id) as decisions,
      (select count(*)::int from grants where request_id = r.id) as grants
    from requests r where id = ${id}`;
  return row;
}

async function refusal(response: Promise<Response>): Promise<[number, string]> {
  const answer = await response;
  return [answer.status, answer.ok ? "ok" : await codeOf(answer)];
}

const deny = (person: TestPerson, id: string, reason: unknown = "Not this one") =>
  person.post(`/api/requests/${id}/denials`, { reason });

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

test("invariant 14: a person who is not entitled gets the same answer as for a request that does not exist", async () => {
  const id = await pending();
  const shown = await owner.read(id);
  for (const [person, at] of [
    [stranger, id],
    [admin, id],
    [owner, "req_00000000000000000000000000"],
  ] as const) {
    expect(await refusal(person.post(`/api/requests/${at}/challenges`, shown))).toEqual([404, "not_found"]);
    expect(await refusal(deny(person, at))).toEqual([404, "not_found"]);
  }
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

test("a quorum of two takes two distinct people, and only then is there a grant", async () => {
  const id = await pending(9000);
  expect(await (await owner.approve(id)).json()).toMatchObject({
    state: "pending",
    approvals: { required: 2, given: 1 },
  });
  expect(await stateOf(id)).toMatchObject({ state: "pending", grants: 0 });
  await expect(owner.approve(id)).rejects.toThrow(/has this person's decision already/);
  expect(await (await backup.approve(id)).json()).toMatchObject({
    state: "approved",
    approvals: { required: 2, given: 2 },
  });
  expect(await stateOf(id)).toMatchObject({ state: "approved", grants: 1 });
});

test("invariant 3: an approval counts only while its approver may approve", async () => {
  const passing = await workspace.person("Pia Passing", ["approver"], admin);
  const backedUp = await workspace.agent(admin, owner, [passing, backup]);
  const id = await pending(9000, backedUp);
  await passing.approve(id);
  await suspendPerson(workspace.db, {
    actor: admin.viewer,
    personId: passing.viewer.personId,
    now: workspace.time.now,
  });
  expect(await (await owner.approve(id)).json()).toMatchObject({
    state: "pending",
    approvals: { required: 2, given: 1 },
  });
  expect(await (await backup.approve(id)).json()).toMatchObject({
    state: "approved",
    approvals: { required: 2, given: 2 },
  });
});

test("a refused passkey is an audit event", async () => {
  const id = await pending();
  await owner.approve(id, { flipSignature: true });
  const events = await workspace.db.$client`
    select convert_from(body, 'utf8')::json -> 'data' ->> 'code' as code from audit_events
    where request_id = ${id} and type = 'approval.refused'`;
  expect(events.map(({ code }) => code)).toEqual(["passkey_refused"]);
});

test("a denial needs a reason, ends the request regardless of approvals, and reaches the agent", async () => {
  const asked = (await (await agent.ask({ action: refund(9000) })).json()) as {
    request: { id: string };
    wait: { url: string; token: string };
  };
  const { id } = asked.request;
  await owner.approve(id);
  expect(await refusal(deny(backup, id, "  "))).toEqual([400, "invalid_body"]);
  expect(await refusal(deny(backup, id, "Too much"))).toEqual([201, "ok"]);
  expect(await (await agent.follow(asked.wait)).json()).toMatchObject({
    request: { state: "denied", denial: { by: backup.viewer.personId, reason: "Too much" } },
  });
  expect(await refusal(deny(owner, id))).toEqual([409, "already_decided"]);
});

test("of two tabs that decide at the same time one wins, the other gets the error, and there is at most one grant", async () => {
  for (let round = 0; round < 10; round++) {
    const id = await pending();
    const credential = await owner.sign(id);
    const [approved, denied] = await Promise.all([
      refusal(owner.post(`/api/requests/${id}/approvals`, { credential })),
      refusal(deny(backup, id)),
    ]);
    expect([approved[0], denied[0]].filter((status) => status === 201)).toHaveLength(1);
    expect([approved, denied].find(([status]) => status !== 201)).toEqual([409, "already_decided"]);
    expect(await stateOf(id)).toMatchObject({ grants: approved[0] === 201 ? 1 : 0 });
  }
});

test("invariant 10: each decision and its audit event are stored together", async () => {
  const id = await pending();
  await owner.approve(id);
  const types = await workspace.db
    .$client`select type from audit_events where request_id = ${id} order by id`;
  expect(types.map(({ type }) => type).sort()).toEqual([
    "request.approval_given",
    "request.approved",
    "request.pending",
  ]);
});

test("a person who loses the approver role between page and passkey decides nothing", async () => {
  const fleeting = await workspace.person("Finn Fleeting", ["approver"], admin);
  const backedUp = await workspace.agent(admin, owner, [fleeting]);
  const id = await pending(1250, backedUp);
  const credential = await fleeting.sign(id);
  await changeRoles(workspace.db, {
    actor: admin.viewer,
    personId: fleeting.viewer.personId,
    roles: ["auditor"],
    now: workspace.time.now,
  });
  const [status] = await refusal(fleeting.post(`/api/requests/${id}/approvals`, { credential }));
  expect([401, 403, 404]).toContain(status);
  expect(await stateOf(id)).toMatchObject({ state: "pending", decisions: 0 });
});

test("a decision without a session or from another site is refused", async () => {
  const id = await pending();
  const body = JSON.stringify({ reason: "no" });
  const headers = {
    "content-type": "application/json",
    origin: "https://evil.example",
    cookie: owner.cookie,
  };
  expect(
    await refusal(
      Promise.resolve(api.request(`/api/requests/${id}/denials`, { method: "POST", body, headers })),
    ),
  ).toEqual([403, "cross_origin"]);
  const own = { ...headers, origin: "http://localhost:3000", cookie: "" };
  expect(
    await refusal(
      Promise.resolve(api.request(`/api/requests/${id}/denials`, { method: "POST", body, headers: own })),
    ),
  ).toEqual([401, "unauthenticated"]);
});

test("the first approval applies a stricter policy to a request made during its publication", async () => {
  const id = await pending(1250);
  const { version, rules, defaultOutcome } = await versionInForce(workspace.db);
  const stricter = {
    ...rules[0],
    id: "two-again",
    title: "Two",
    outcome: "step_up",
    approvals: 2,
    actions: ["refund.create"],
    conditions: [],
  };
  await publishPolicy(workspace.db, {
    actor: admin.viewer,
    rules: [...rules, stricter],
    defaultOutcome,
    expectedVersion: version,
    now: workspace.time.now,
  });
  // Simulates a publication that missed the request: the request still has the old version's
  // requirements.
  await workspace.db
    .$client`update requests set policy_version = ${version}, approvals_required = 1, requirements = null where id = ${id}`;
  expect(await refusal(owner.approve(id))).toEqual([409, "request_changed"]);
  expect(await (await owner.approve(id)).json()).toMatchObject({ approvals: { required: 2, given: 1 } });
  await publishPolicy(workspace.db, {
    actor: admin.viewer,
    rules,
    defaultOutcome,
    expectedVersion: version + 1,
    now: workspace.time.now,
  });
});

test("a policy published while a request is open: a stricter one applies, a block cancels, a looser one changes nothing", async () => {
  const [tightened, blocked] = [await pending(1250), await pending(2222)];
  const before = await owner.read(tightened);
  const { version, rules, defaultOutcome } = await versionInForce(workspace.db);
  const base = { ...rules[0], actions: ["refund.create"] };
  const amount = (over: number, upTo?: number) => ({
    kind: "amount",
    amount: "amount",
    currency: "currency",
    currencies: ["USD"],
    over,
    upTo,
  });
  const stricter = {
    ...base,
    id: "two-now",
    title: "Two now",
    outcome: "step_up",
    approvals: 2,
    conditions: [amount(1000, 2000)],
  };
  const block = {
    ...base,
    id: "never-now",
    title: "Never now",
    outcome: "block",
    conditions: [amount(2000, 3000)],
  };
  const publish = (list: unknown[], expectedVersion: number) =>
    publishPolicy(workspace.db, {
      actor: admin.viewer,
      rules: list,
      defaultOutcome,
      expectedVersion,
      now: workspace.time.now,
    });
  await publish([...rules, stricter, block], version);
  expect(await stateOf(blocked)).toMatchObject({ state: "cancelled" });
  expect(await refusal(owner.post(`/api/requests/${tightened}/challenges`, before))).toEqual([
    409,
    "request_changed",
  ]);
  expect(await (await owner.approve(tightened)).json()).toMatchObject({
    state: "pending",
    approvals: { required: 2, given: 1 },
  });
  await publish(rules, version + 1);
  expect(await (await backup.approve(tightened)).json()).toMatchObject({
    state: "approved",
    approvals: { required: 2, given: 2 },
  });
});
