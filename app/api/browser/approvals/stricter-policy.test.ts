import { expect, test } from "vitest";
import { decisionState, refusal, requestRefund } from "#app/api/testing/requests";
import { RunningWorkspace } from "#app/api/testing/running-workspace";
import { versionInForce } from "#lib/policy/versions/versions";
import { publishPolicy } from "#lib/publishing/publish";

const { workspace, admin, owner } = await RunningWorkspace.withOwner();
const backup = await workspace.person("Bo Backup", ["approver"], admin);
const agent = await workspace.agent(admin, owner, [backup]);
const pending = (amount = 1250, from = agent) => requestRefund(from, amount);
const stateOf = (id: string) => decisionState(workspace.db, id);

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

test("a version that requires nothing more leaves a request from the middle of a second, and its statement, as they were", async () => {
  workspace.time.now = new Date(Math.ceil(workspace.time.now.getTime() / 1000) * 1000 + 500);
  const id = await pending(1250);
  const signed = await owner.sign(id);
  const { version, rules, defaultOutcome } = await versionInForce(workspace.db);
  const again = { actor: admin.viewer, rules, defaultOutcome, expectedVersion: version };
  await publishPolicy(workspace.db, { ...again, now: workspace.time.now });
  const events = await workspace.db.$client`
    select type from audit_events where request_id = ${id} and type = 'request.requirement_changed'`;
  expect(events).toEqual([]);
  const answer = owner.post(`/api/requests/${id}/approvals`, { credential: signed });
  expect(await refusal(answer)).toEqual([201, "ok"]);
});
