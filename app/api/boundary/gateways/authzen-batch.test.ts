import { expect, test } from "vitest";
import { AuthzenGateway } from "#app/api/boundary/testing/authzen-gateway";
import { RunningWorkspace } from "#app/api/testing/running-workspace";
import { mostEvaluations } from "#lib/boundary/gateways/authzen-schema";

// The tests carry the numbers of the certification scenario of Authorization API 1.0.
const { workspace, admin } = await RunningWorkspace.open();
const gateway = await AuthzenGateway.open(workspace, await workspace.agent(admin, admin), admin);
const { subject } = gateway;
const refund = (amount: number) => ({ name: "refund.create", properties: { amount, currency: "USD" } });
const resource = { type: "charge", id: "ch_1" };
const decisions = async (batch: object) => (await gateway.evaluateAll(batch)).map(({ decision }) => decision);
const grants = async () => {
  const [row] = await workspace.db
    .$client`select count(*)::int as count from grants where state = 'redeemed'`;
  return row?.count as number;
};

test.each<[string, object, boolean[]]>([
  [
    "3.2.1: the subject and the action by default",
    {
      subject,
      action: refund(50),
      evaluations: [{ resource }, { resource: { type: "charge", id: "ch_2" } }],
    },
    [true, true],
  ],
  [
    "3.2.2: the subject and the resource by default, in order",
    { subject, resource, evaluations: [{ action: refund(50) }, { action: refund(60_000) }] },
    [true, false],
  ],
  ["3.2.5: no defaults", { evaluations: [gateway.refund(50), gateway.refund(60_000)] }, [true, false]],
  [
    "an own entity replaces the whole default",
    { subject, resource, action: refund(60_000), evaluations: [{}, { action: refund(50) }] },
    [false, true],
  ],
  [
    "3.2.7: the type of the default where the item's resource has none",
    {
      subject,
      action: refund(50),
      resource: { type: "charge" },
      evaluations: [{ resource: { id: "ch_3" } }],
    },
    [true],
  ],
  ["execute_all", { subject, resource, ...semantic("execute_all") }, [true, false, true]],
  ["deny_on_first_deny", { subject, resource, ...semantic("deny_on_first_deny") }, [true, false]],
  ["permit_on_first_permit", { subject, resource, ...semantic("permit_on_first_permit") }, [true]],
])("%s: each evaluation has its decision", async (_, batch, expected) => {
  expect(await decisions(batch)).toEqual(expected);
});

function semantic(evaluations_semantic: string) {
  const evaluations = [50, 60_000, 50].map((amount) => ({ action: refund(amount) }));
  return { evaluations, options: { evaluations_semantic } };
}

test("3.2.6: the context of an item replaces the context of the batch", async () => {
  const action = { name: "can_read" };
  const context = { time: "18:03", source: "batch" };
  const own = { time: "19:00" };
  const answers = await gateway.evaluateAll({
    subject,
    action,
    resource,
    context,
    evaluations: [{}, { context: own }],
  });
  const ids = answers.map(({ context: found }) => found?.request ?? "");
  const rows = await workspace.db.$client`select id, action from requests where id = any(${ids}::text[])`;
  const contextOf = (id: string) => JSON.parse(rows.find((row) => row.id === id)?.action).params.context;
  expect(ids.map(contextOf)).toEqual([context, own]);
});

test("3.4.1: an evaluation that can't be read is denied, and the others are decided", async () => {
  const batch = { subject, action: refund(50), evaluations: [{ resource }, {}, { resource: null }] };
  expect(await gateway.evaluateAll(batch)).toEqual([
    { decision: true, context: { request: expect.any(String) } },
    ...[1, 2].map(() => ({
      decision: false,
      context: { id: "error", error: { status: 400, message: expect.stringContaining("/resource") } },
    })),
  ]);
});

test.each([
  ["3.4.2: without evaluations", {}],
  ["3.4.3: with an empty list of evaluations", { evaluations: [] }],
])("%s the answer is one decision", async (_, more) => {
  const answer = await gateway.post({ ...gateway.refund(50), ...more }, { path: "/access/v1/evaluations" });
  expect([answer.status, await answer.json()]).toEqual([200, { decision: true, context: expect.anything() }]);
});

test.each([
  ["an unknown semantic", { options: { evaluations_semantic: "deny_all" } }],
  ["options that are no object", { options: "execute_all" }],
  ["evaluations that are no list", { evaluations: {} }],
  ["an evaluation that is no object", { evaluations: ["read"] }],
  ["too many evaluations", { evaluations: Array.from({ length: mostEvaluations + 1 }, () => ({})) }],
])("%s is an error of the caller, and nothing is decided", async (_, more) => {
  const before = await grants();
  const batch = { ...gateway.refund(50), evaluations: [{}], ...more };
  expect((await gateway.post(batch, { path: "/access/v1/evaluations" })).status).toBe(400);
  expect(await grants()).toBe(before);
});

test("what follows the end of a batch is not decided", async () => {
  const before = await grants();
  await decisions({ subject, resource, ...semantic("permit_on_first_permit") });
  expect(await grants()).toBe(before + 1);
});

test("invariant 5: each yes of a batch uses another grant", async () => {
  const before = await grants();
  const batch = { ...gateway.refund(50, "ch_twice"), evaluations: [{}, {}, {}] };
  expect(await decisions(batch)).toEqual([true, true, true]);
  expect(await grants()).toBe(before + 3);
});
