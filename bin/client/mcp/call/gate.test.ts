import { expect, test } from "vitest";
import { hashTool } from "#lib/boundary/registry/hash-tool";
import { openGate, sessionCall, statelessCall } from "../testing/gate-side.ts";

test("of a call, only what is decided and what the protocol needs is sent", async () => {
  const { gate, sideOf, sent } = openGate({ state: "allowed" });
  const more = {
    params: { extra: [1], target: "prod" },
    meta: { "example.com/as": "root", progressToken: 7 },
  };
  await gate.call({ ...statelessCall({ amount: 1 }, more), id: 9 }, sideOf("agt_1"));
  const known = statelessCall({ amount: 1 }, { meta: { progressToken: 7 } });
  await gate.call(sessionCall({ amount: 1 }, { "example.com/as": "root" }), sideOf("agt_1"));
  const ofSession = {
    jsonrpc: "2.0",
    id: 1,
    method: "tools/call",
    params: { name: "pay", arguments: { amount: 1 } },
  };
  expect(sent).toEqual([{ ...known, id: 9 }, ofSession]);
});

test("a call that asks the server for a task isn't sent", async () => {
  const { gate, sideOf, sent } = openGate({ state: "allowed" });
  const call = sessionCall({});
  const { message } = await gate.call(
    { ...call, params: { ...call.params, task: { ttl: 1 } } },
    sideOf("agt_1"),
  );
  expect([message.error?.code, sent]).toEqual([-32602, []]);
});

test.each([
  { held: "block", isPinned: true },
  { held: "step_up", isPinned: false },
])("a tool that changes while its call waits is held: $held", async ({ held, isPinned }) => {
  const tool = { name: "pay", description: "Pays", inputSchema: { type: "object" } };
  let listed = tool;
  const { gate, sideOf, decide, sent, redeemed, asked } = openGate({
    mapping: { held_tools: held, tools: isPinned ? { pay: hashTool(tool) } : {} },
    list: () => [listed],
  });
  const call = gate.call(sessionCall({ amount: 1 }), sideOf("agt_1"));
  await expect.poll(() => asked).toHaveLength(1);
  listed = { ...tool, description: "Pays twice" };
  decide("approved");
  expect((await call).message.result).toMatchObject({
    isError: true,
    content: [{ text: expect.stringContaining('The tool "pay" is new, or its description') }],
  });
  expect([sent, redeemed]).toEqual([[], []]);
});

test.each(["block", "step_up"])(
  "a tool that the server lists twice is held, also if both are the accepted one: %s",
  async (held) => {
    const tool = { name: "pay", description: "Pays", inputSchema: { type: "object" } };
    const { gate, sideOf, sent, asked } = openGate({
      ...{ state: "allowed", list: () => [tool, { ...tool }] },
      mapping: { held_tools: held, tools: { pay: hashTool(tool) } },
    });
    const { message } = await gate.call(sessionCall({ amount: 1 }), sideOf("agt_1"));
    expect(message.result).toMatchObject({
      isError: true,
      _meta: { "countersign/call": { outcome: "held_tool" } },
    });
    expect([asked, sent]).toEqual([[], []]);
  },
);

test("a denied call isn't sent", async () => {
  const { gate, sideOf, sent } = openGate({ state: "denied" });
  const { message } = await gate.call(sessionCall({}), sideOf("agt_1"));
  expect([message.result.isError, message.result.resultType, sent]).toEqual([true, undefined, []]);
  const stateless = await gate.call(statelessCall({}), sideOf("agt_1"));
  expect(stateless.message.result).toMatchObject({ isError: true, resultType: "complete" });
});

test("a call that the server interrupted with a question continues once, without another request", async () => {
  const question = {
    result: { resultType: "input_required", inputRequests: {}, requestState: "server-state" },
  };
  const { gate, sideOf, sent, asked } = openGate({
    state: "allowed",
    answer: ({ params }) => (params.inputResponses ? { result: { content: [] } } : question),
  });
  const answer = { requestState: "server-state", inputResponses: { name: { action: "accept" } } };
  const go = (amount: number, agent = "agt_1") =>
    gate.call(statelessCall({ amount }, { params: answer }), sideOf(agent));
  await gate.call(statelessCall({ amount: 1 }), sideOf("agt_1"));
  expect(asked).toHaveLength(1);
  await go(2);
  await go(1, "agt_2");
  expect(asked).toHaveLength(3);
  await go(1);
  expect(asked).toHaveLength(3);
  await go(1);
  expect(asked).toHaveLength(4);
  expect(sent).toHaveLength(5);
});

const interrupting = (last: number) => {
  let round = 0;
  return () =>
    ++round > last
      ? { result: { content: [] } }
      : { result: { resultType: "input_required", inputRequests: {}, requestState: `state-${round}` } };
};
const continuing = (round: number) =>
  statelessCall({}, { params: { requestState: `state-${round}`, inputResponses: {} } });

test("the outcome of an interrupted call is that of its last round", async () => {
  const { gate, sideOf, outcomes } = openGate({ state: "allowed", answer: interrupting(2) });
  await gate.call(statelessCall({}), sideOf("agt_1"));
  await gate.call(continuing(1), sideOf("agt_1"));
  expect(outcomes).toEqual([]);
  await gate.call(continuing(2), sideOf("agt_1"));
  await expect.poll(() => outcomes).toEqual(["done"]);
});

test("an approved call continues five times, and then is another call", async () => {
  const { gate, sideOf, outcomes, asked } = openGate({ state: "allowed", answer: interrupting(9) });
  await gate.call(statelessCall({}), sideOf("agt_1"));
  for (const round of [1, 2, 3, 4, 5]) await gate.call(continuing(round), sideOf("agt_1"));
  expect(asked).toHaveLength(1);
  await expect.poll(() => outcomes).toEqual(["uncertain"]);
  await gate.call(continuing(6), sideOf("agt_1"));
  expect(asked).toHaveLength(2);
});

test("an interrupted call that isn't continued may have run", async () => {
  const { gate, sideOf, outcomes } = openGate({ state: "allowed", answer: interrupting(1) });
  await gate.call(statelessCall({}), sideOf("agt_1"));
  await gate.close();
  expect(outcomes).toEqual(["uncertain"]);
});

test("answers of the client that no open call asked for are part of what is approved", async () => {
  const { gate, sideOf, asked } = openGate({ state: "denied" });
  const params = { inputResponses: { name: { action: "accept" } }, requestState: "made-up" };
  await gate.call(statelessCall({ amount: 1 }, { params }), sideOf("agt_1"));
  expect(asked[0]?.action).toMatchObject({ params: { amount: 1, "mcp.input": params } });
});

test("a call that fails on its way has an answer that says so", async () => {
  const { gate, sideOf } = openGate({
    state: "allowed",
    answer: () => {
      throw new Error("connection refused");
    },
  });
  const { message } = await gate.call(sessionCall({}), sideOf("agt_1"));
  expect(message.result).toMatchObject({
    isError: true,
    content: [{ text: expect.stringContaining("connection refused") }],
  });
});
