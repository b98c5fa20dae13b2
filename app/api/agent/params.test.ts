import { expect, test } from "vitest";
import { refund } from "#app/api/testing/requests";
import { RunningWorkspace } from "#app/api/testing/running-workspace";
import type { ActionType } from "#lib/policy/action-types/action-type";
import { versionInForce } from "#lib/policy/versions/versions";
import { publishPolicy } from "#lib/publishing/publish";

const { workspace, admin, owner, agent } = await RunningWorkspace.withAgent();

async function stored(): Promise<number> {
  const [row] = await workspace.db.$client`select count(*)::int as count from requests`;
  return row?.count;
}

/** Publishes the live policy with a different parameter schema for refunds. */
async function publishSchema(schema: ActionType["schema"]): Promise<void> {
  const { version, rules, defaultOutcome, catalog } = await versionInForce(workspace.db);
  const params = { schema, amountParam: null, currencyParam: null };
  await publishPolicy(workspace.db, {
    actor: admin.viewer,
    rules,
    defaultOutcome,
    catalog: catalog.map((entry) => (entry.type === "refund.create" ? { ...entry, ...params } : entry)),
    expectedVersion: version,
    now: workspace.time.now,
  });
}

async function errorsOf(response: Response): Promise<{ path: string; message: string }[]> {
  const problem = (await response.json()) as { code: string; errors: { path: string; message: string }[] };
  expect([response.status, problem.code]).toEqual([422, "invalid_action"]);
  return problem.errors;
}

test.each<[string, Record<string, unknown>, string[]]>([
  ["a missing amount and currency", {}, ["/action/params/amount", "/action/params/currency"]],
  ["an amount that is a text", { amount: "50", currency: "USD" }, ["/action/params/amount"]],
  ["no amount at all", { amount: null, currency: "USD" }, ["/action/params/amount"]],
  ["a negative amount", { amount: -50, currency: "USD" }, ["/action/params/amount"]],
  ["a currency that is none", { amount: 50, currency: "dollars" }, ["/action/params/currency"]],
])(
  "an ask with %s is refused, each error with its place, and nothing is stored",
  async (_, params, paths) => {
    const count = await stored();
    const errors = await errorsOf(await agent.ask({ action: { type: "refund.create", params } }));
    expect(errors.map(({ path }) => path)).toEqual(paths);
    for (const { message } of errors) expect(message).not.toBe("");
    expect(await stored()).toBe(count);
  },
);

test.each<[string, object, { path: string; message: string }[]]>([
  ["no params", { action: { type: "refund.create" } }, [{ path: "/action/params", message: "is required" }]],
  ["no action", {}, [{ path: "/action", message: "is required" }]],
  [
    "unknown members",
    { action: { type: "refund.create", params: {}, "a/b": 1 }, expiresIn: 60 },
    [
      { path: "/action/a~1b", message: "isn't a known member" },
      { path: "/expiresIn", message: "isn't a known member" },
    ],
  ],
  [
    "a time that is too short",
    { action: { type: "refund.create", params: {} }, expires_in: 5 },
    [{ path: "/expires_in", message: "must be at least 10" }],
  ],
  [
    "a time that is a text, and no resource",
    { action: { type: "refund.create", params: {}, resource: "" }, expires_in: "60" },
    [
      { path: "/action/resource", message: "must have at least 1 character" },
      { path: "/expires_in", message: "must be a number" },
    ],
  ],
])("an ask with %s is told the place of each error in plain words", async (_, body, errors) => {
  expect(await errorsOf(await agent.ask(body as { action: object }))).toEqual(errors);
});

test("of very many unknown members twenty are listed", async () => {
  const unknown = Object.fromEntries(Array.from({ length: 2000 }, (_, at) => [`m${at}`, at]));
  expect(await errorsOf(await agent.ask({ action: { type: "x.y", params: {} }, ...unknown }))).toHaveLength(
    20,
  );
});

test("an action type that is not in the catalog has no schema, and its parameters are not checked", async () => {
  expect((await agent.ask({ action: { type: "never.heard-of", params: { amount: "x" } } })).status).toBe(202);
});

test("of 200 errors twenty are listed, of more than 1,000 only the first", async () => {
  await publishSchema({ properties: { lines: { items: { type: "string" } } } });
  const faultsOf = async (length: number) => {
    const params = { lines: Array.from({ length }, (_, index) => index) };
    return errorsOf(await agent.ask({ action: { type: "refund.create", params } }));
  };
  const errors = await faultsOf(200);
  expect(errors).toHaveLength(20);
  expect(errors[19]?.path).toBe("/action/params/lines/19");
  expect(await faultsOf(1200)).toMatchObject([{ path: "/action/params/lines/0" }]);
});

test("names with slashes and tildes are escaped as in JSON Pointers", async () => {
  await publishSchema({ properties: { amount: {}, currency: {} }, additionalProperties: false });
  const params = { "a/b~c": 1 };
  const errors = await errorsOf(await agent.ask({ action: { type: "refund.create", params } }));
  expect(errors).toEqual([{ path: "/action/params/a~1b~0c", message: "isn't one of the parameters" }]);
});

test("the error for a parameter that a mapping adds says what an admin can change", async () => {
  await publishSchema({ properties: { amount: {} }, additionalProperties: false });
  const errors = await errorsOf(
    await agent.ask({ action: { type: "refund.create", params: { amount: 1, tool: "payments/refund" } } }),
  );
  const message =
    "isn't one of the parameters. A mapping adds it: allow it in the schema, or fix an audience in the rule";
  expect(errors).toEqual([{ path: "/action/params/tool", message }]);
});

test("an accepted request stays accepted when the schema changes: the retry, the wait, the approval and the grant", async () => {
  await publishSchema({});
  const action = refund(1250);
  const asked = await agent.ask({ action }, "msg_before");
  const { request, wait } = (await asked.json()) as { request: { id: string }; wait: { token: string } };
  await publishSchema({ required: ["order"] });
  await errorsOf(await agent.ask({ action }));
  // Invariant 12: the same webhook-id is the same request permanently, and a conflict with a
  // different body.
  const again = await agent.ask({ action }, "msg_before");
  expect(await again.json()).toMatchObject({ request: { id: request.id, state: "pending" } });
  expect((await agent.ask({ action: refund(1251) }, "msg_before")).status).toBe(409);
  expect((await owner.approve(request.id)).status).toBe(201);
  const headers = { authorization: `Bearer ${wait.token}` };
  const { grant } = (await (await workspace.get(`/api/v1/requests/${request.id}`, headers)).json()) as {
    grant: string;
  };
  expect((await agent.redeem(grant, action)).status).toBe(200);
});

test("a refused ask counts towards the agent's limit", async () => {
  await publishSchema({ required: ["order"] });
  const used = async () => {
    const [row] = await workspace.db.$client`
      select coalesce(sum(count), 0)::int as count from rate_limits where bucket like ${`%${agent.id}%`}`;
    return row?.count;
  };
  const before = await used();
  await errorsOf(await agent.ask({ action: refund(5) }));
  expect(await used()).toBe(before + 1);
});
