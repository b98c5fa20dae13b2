import { eq } from "drizzle-orm";
import { expect, test } from "vitest";
import { AuthzenGateway, type Decided } from "#app/api/boundary/testing/authzen-gateway";
import { RunningWorkspace } from "#app/api/testing/running-workspace";
import { agentKeys } from "#db/schema/agents";

// The tests carry the numbers of the certification scenario of Authorization API 1.0.
const { workspace, admin } = await RunningWorkspace.open();
const gateway = await AuthzenGateway.open(workspace, await workspace.agent(admin, admin), admin);
const { subject } = gateway;
const action = { name: "read" };
const resource = { type: "record", id: "record-1" };
const valid = { subject, action, resource };

test("6: the metadata names the endpoints, and no search", async () => {
  const answer = await workspace.get("/.well-known/authzen-configuration");
  expect([answer.status, answer.headers.get("content-type")]).toEqual([200, "application/json"]);
  const { origin } = workspace.runtime.config;
  const metadata = (await answer.json()) as object;
  expect(Object.keys(metadata).filter((name) => name.includes("search"))).toEqual([]);
  expect(metadata).toEqual({
    policy_decision_point: origin,
    access_evaluation_endpoint: `${origin}/access/v1/evaluation`,
    access_evaluations_endpoint: `${origin}/access/v1/evaluations`,
    obligations_supported: ["custom"],
  });
});

test.each(["subject", "resource", "action"])("an unsupported search for a %s is not found", async (what) => {
  const answer = await gateway.post(valid, { path: `/access/v1/search/${what}` });
  expect([answer.status, answer.headers.get("content-type")]).toEqual([404, "application/json"]);
  expect(await answer.json()).toEqual(expect.stringContaining("no search"));
});

test("1.1: a token asks for the subject that its setting names, and for no other", async () => {
  const alice = { type: "user", id: "alice" };
  const named = await AuthzenGateway.open(workspace, gateway.agent, admin, alice);
  const asked = async (given: AuthzenGateway, who: object) => {
    const { decision, context } = await given.evaluate({ ...valid, subject: who });
    return [decision, context?.id, context?.request] as const;
  };
  const [, why, request = ""] = await asked(named, alice);
  expect(why).toBe("pending");
  const [row] = await workspace.db.$client`select action, agent_id from requests where id = ${request}`;
  expect(row?.agent_id).toBe(gateway.agent.id);
  expect(JSON.parse(row?.action).params).toEqual({ on_behalf_of: alice });
  for (const other of [
    { type: "user", id: "bob" },
    { type: "group", id: "alice" },
  ])
    expect((await asked(named, other))[1]).toBe("wrong_subject");
  expect((await asked(gateway, alice))[1]).toBe("wrong_subject");
  expect((await asked(named, subject))[2]).not.toBe(request);
});

test("a gateway with several tokens asks for the agent of each, and for no other", async () => {
  const [alice, bob] = [
    { type: "user", id: "alice" },
    { type: "user", id: "bob" },
  ];
  const [first, second, twin, ended] = [
    await AuthzenGateway.open(workspace, await workspace.agent(admin, admin), admin, alice),
    await AuthzenGateway.open(workspace, await workspace.agent(admin, admin), admin, bob),
    await AuthzenGateway.open(workspace, await workspace.agent(admin, admin), admin, bob),
    await AuthzenGateway.open(workspace, await workspace.agent(admin, admin), admin),
  ];
  const now = workspace.time.now;
  await workspace.db.update(agentKeys).set({ revokedAt: now }).where(eq(agentKeys.id, ended.keyId));
  const asked = async (who: object, gateways: AuthzenGateway[]) => {
    const authorization = `Bearer ${gateways.map(({ token }) => token).join(", ")}`;
    const answer = await gateway.post({ ...valid, subject: who }, { headers: { authorization } });
    if (answer.status !== 200) return answer.status;
    const { context } = (await answer.json()) as Decided;
    if (context?.request === undefined) return context?.id;
    const [row] = await workspace.db
      .$client`select agent_id as "agentId" from requests where id = ${context.request}`;
    return row?.agentId;
  };
  expect(await asked(alice, [first, second])).toBe(first.agent.id);
  expect(await asked(bob, [first, second])).toBe(second.agent.id);
  expect(await asked(twin.subject, [first, second])).toBe("wrong_subject");
  expect(await asked(bob, [second, twin])).toBe("wrong_subject");
  expect(await asked(alice, [first, ended])).toBe(first.agent.id);
  expect(await asked(ended.subject, [first, ended])).toBe(401);
  expect(await asked(alice, [ended])).toBe(401);
  expect(await asked(alice, Array(21).fill(first))).toBe(first.agent.id);
});

test("a call with more than 20 tokens is refused before any is looked up", async () => {
  const tokens = Array.from({ length: 21 }, (_, n) => `cst_${String(n).padStart(43, "a")}`);
  const authorization = `Bearer ${tokens.join(", ")}`;
  const answer = await gateway.post(gateway.refund(50), { headers: { authorization } });
  expect([answer.status, await answer.json()]).toEqual([401, expect.stringContaining("more than 20")]);
});

test.each<[string, object, boolean]>([
  ["2.2.1: a permit", gateway.refund(50), true],
  ["2.2.2: a deny", gateway.refund(60_000), false],
  ["2.2.4: a deny by properties of the action", gateway.refund(50_001), false],
  ["2.2.9: unknown members", { ...gateway.refund(50), foo: "bar", futureField: { nested: true } }, true],
  ["an unknown member of an entity", { ...gateway.refund(50), subject: { ...subject, future: 1 } }, true],
])("%s is a decision with the status 200", async (_, evaluation, decision) => {
  const answer = await gateway.post(evaluation);
  expect([answer.status, answer.headers.get("content-type")]).toEqual([200, "application/json"]);
  expect(await answer.json()).toMatchObject({ decision });
});

test("2.2.3, 2.2.8: context and properties are part of the action", async () => {
  const evaluation = {
    subject: { ...subject, properties: { department: "Sales" } },
    action: { ...action, properties: { method: "GET" } },
    resource: { ...resource, properties: { owner: "bob" } },
    context: { ip: "192.168.1.1", audience: "https://records.example" },
  };
  const { decision, context } = await gateway.evaluate(evaluation);
  expect(decision).toBe(false);
  const [row] = await workspace.db.$client`select action from requests where id = ${context?.request ?? ""}`;
  expect(JSON.parse(row?.action)).toEqual({
    type: "authzen.record.read",
    resource: "record/record-1",
    audience: "https://records.example",
    params: {
      method: "GET",
      subject: { department: "Sales" },
      resource: { owner: "bob" },
      context: { ip: "192.168.1.1", audience: "https://records.example" },
    },
  });
});

test.each<[string, unknown]>([
  ["2.4.1: no subject", { action, resource }],
  ["2.4.1: no action", { subject, resource }],
  ["2.4.1: no resource", { subject, action }],
  ["2.4.2: a subject without a type", { ...valid, subject: { id: "x" } }],
  ["2.4.2: a subject without an ID", { ...valid, subject: { type: "agent" } }],
  ["2.4.2: an action without a name", { ...valid, action: {} }],
  ["2.4.2: a resource without a type", { ...valid, resource: { id: "record-1" } }],
  ["2.4.2: a resource without an ID", { ...valid, resource: { type: "record" } }],
  ["2.4.4: malformed JSON", "{"],
  ["2.4.5: an empty body", ""],
  ["2.4.6: a subject that is a text", { ...valid, subject: "alice" }],
  ["2.4.6: a name that is a number", { ...valid, action: { name: 123 } }],
  ["properties that are an array", { ...valid, action: { ...action, properties: [] } }],
  ["a context that is null", { ...valid, context: null }],
  ["an array", [valid]],
  ["a name twice", `{"subject":{"type":"agent","type":"user","id":"x"}}`],
  ["names that differ in case", { ...valid, Action: { name: "write" } }],
  ["a number that changes", `{"context":{"amount":9007199254740993}}`],
  ["a body over 64 KiB", { ...valid, context: { note: "x".repeat(66_000) } }],
])("%s is an error of the caller, and no decision", async (_, body) => {
  for (const path of ["/access/v1/evaluation", "/access/v1/evaluations"]) {
    const answer = await gateway.post(body, { path });
    expect([answer.status, answer.headers.get("content-type")]).toEqual([400, "application/json"]);
    expect(await answer.json()).toEqual(expect.any(String));
  }
});

test("2.4.3: another media type than application/json is an error of the caller", async () => {
  const answer = await gateway.post(valid, { headers: { "content-type": "text/plain" } });
  expect([answer.status, await answer.json()]).toEqual([400, expect.stringContaining("application/json")]);
});

test("2.5.1: the request's identifier is returned, with a decision and with an error", async () => {
  const headers = { "x-request-id": "bfe9eb29-ab87-4ca3-be83-a1d5d8305716" };
  for (const body of [gateway.refund(50), "{"]) {
    const answer = await gateway.post(body, { headers });
    expect(answer.headers.get("x-request-id")).toBe(headers["x-request-id"]);
  }
  expect((await gateway.post(gateway.refund(50))).headers.get("x-request-id")).toBeNull();
});

test("2.6: the same auto-approved evaluation is allowed each time", async () => {
  for (const _ of [1, 2, 3])
    expect(await gateway.evaluate(gateway.refund(50))).toMatchObject({ decision: true });
});

test.each([
  [
    "an evaluation with characters that can't be stored",
    { ...valid, resource: { type: "record", id: "a\u0000" } },
  ],
  ["an evaluation whose properties can't be stored", { ...valid, context: { a: "\u0000" } }],
  ["a resource of 600 characters", { ...valid, resource: { type: "record", id: "x".repeat(600) } }],
])("%s is denied", async (_, evaluation) => {
  expect(await gateway.evaluate(evaluation)).toMatchObject({ decision: false, context: { id: "refused" } });
});

test("an answer about parameters that don't match the schema names them", async () => {
  const refund = { action: { name: "refund.create", properties: { accept: "*/*\n" } }, resource, subject };
  expect(JSON.stringify(await gateway.evaluate(refund))).toContain(
    "don't match the schema for refund.create: /action/params/amount is required. ",
  );
  expect(JSON.stringify(await gateway.evaluate(refund))).toContain(
    "/action/params/accept isn't one of the parameters.",
  );
});
