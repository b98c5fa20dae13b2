import { expect, test, vi } from "vitest";
import { openGate, sessionCall, statelessCall } from "../testing/gate-side.ts";

const url = "https://countersign.example/requests/req_1";
const elicitation = { elicitation: { url: {} } };
const meta = {
  "io.modelcontextprotocol/clientCapabilities": { extensions: { "io.modelcontextprotocol/tasks": {} } },
};
const tasks = { extensions: { "io.modelcontextprotocol/tasks": {} } };

test("a client that lists tasks gets a task, which ends with the result of the call", async () => {
  const { gate, tasks: open, sideOf, decide, sent } = openGate();
  const { message } = await gate.call(
    statelessCall({ amount: 1 }),
    sideOf("agt_1", { ...tasks, ...elicitation }),
  );
  expect(message.result).toMatchObject({
    resultType: "task",
    taskId: expect.any(String),
    status: "working",
    statusMessage: expect.stringContaining(url),
    createdAt: expect.any(String),
    ttlMs: expect.any(Number),
  });
  const get = (agent: string) =>
    open.answer(
      { id: 2, method: "tasks/get", params: { taskId: message.result.taskId, _meta: meta } },
      agent,
    );
  expect(get("agt_1").result.status).toBe("working");
  expect(get("agt_2").error?.code).toBe(-32602);
  expect(sent).toEqual([]);
  decide("approved");
  await expect.poll(() => get("agt_1").result.status).toBe("completed");
  expect(get("agt_1").result.result).toEqual({ content: [] });
  expect(sent).toHaveLength(1);
});

test("a cancelled task runs nothing, even when it is approved afterwards", async () => {
  const { gate, tasks: open, sideOf, decide, sent } = openGate();
  const { message } = await gate.call(statelessCall({}), sideOf("agt_1", tasks));
  const about = (method: string) =>
    open.answer({ id: 2, method, params: { taskId: message.result.taskId, _meta: meta } }, "agt_1");
  expect(about("tasks/cancel").result).toEqual({ resultType: "complete" });
  decide("approved");
  await new Promise((resolve) => setImmediate(resolve));
  expect([about("tasks/get").result.status, sent]).toEqual(["cancelled", []]);
});

test("a client with URL elicitation gets the address first, and then waits, whatever its person answers", async () => {
  const { gate, sideOf, decide, sent, asked } = openGate();
  const { message } = await gate.call(statelessCall({ amount: 1 }), sideOf("agt_1", elicitation));
  const { inputRequests, requestState } = message.result;
  expect(inputRequests.approval).toMatchObject({
    method: "elicitation/create",
    params: { mode: "url", url },
  });
  const params = { requestState, inputResponses: { approval: { action: "cancel" } } };
  const call = gate.call(statelessCall({ amount: 1 }, { params }), sideOf("agt_1", elicitation));
  await expect.poll(() => asked).toHaveLength(2);
  expect(sent).toEqual([]);
  decide("approved");
  expect((await call).message.result).toEqual({ content: [] });
  expect(sent).toEqual([statelessCall({ amount: 1 })]);
  expect(asked[1]).toEqual(asked[0]);
});

test("a handle is accepted once, from its agent and for its arguments only", async () => {
  const { gate, sideOf, sent } = openGate();
  const { message } = await gate.call(statelessCall({ amount: 1 }), sideOf("agt_1", elicitation));
  const { requestState } = message.result;
  const retry = async (agent: string, amount: number, state = requestState) => {
    const stop = new AbortController();
    const params = { requestState: state, inputResponses: { approval: { action: "accept" } } };
    const side = sideOf(agent, {}, stop);
    const answer = gate.call(statelessCall({ amount }, { params }), side);
    const first = await Promise.race([
      answer,
      new Promise((resolve) => setImmediate(() => resolve("waits"))),
    ]);
    stop.abort();
    return first === "waits" ? first : (await answer).message.error?.code;
  };
  expect(await retry("agt_2", 1)).toBe(-32602);
  expect(await retry("agt_1", 2)).toBe(-32602);
  expect(await retry("agt_1", 1, `${requestState}x`)).toBe(-32602);
  expect(await retry("agt_1", 1)).toBe("waits");
  expect(await retry("agt_1", 1)).toBe(-32602);
  expect(sent).toEqual([]);
});

test("a client of 2025-11-25 is asked to open the page while its call is held", async () => {
  const { gate, sideOf, decide, questions, sent } = openGate();
  const call = gate.call(sessionCall({}), sideOf("agt_1", elicitation));
  await expect.poll(() => questions).toEqual([expect.objectContaining({ mode: "url", url })]);
  expect(sent).toEqual([]);
  decide("approved");
  expect((await call).message.result).toEqual({ content: [] });
});

test("a held call reports progress from the start, and not after the decision", async () => {
  const { gate, sideOf, decide, told } = openGate();
  const call = gate.call(sessionCall({}, { progressToken: "p1" }), sideOf("agt_1"));
  await expect.poll(() => told).toHaveLength(1);
  expect(told[0]).toMatchObject({
    method: "notifications/progress",
    params: { progressToken: "p1", message: expect.stringContaining(url) },
  });
  vi.useFakeTimers();
  decide("approved");
  await call;
  vi.advanceTimersByTime(60_000);
  vi.useRealTimers();
  expect(told).toHaveLength(1);
});

test("a client that shows progress, an elicitation or a task gets the number to match; another gets it in the answer", async () => {
  const { gate, sideOf, told } = openGate({ number: "47" });
  const withProgress = sessionCall({ amount: 1 }, { progressToken: "p" });
  void gate.call(withProgress, sideOf("agt_1"));
  await expect.poll(() => told[0]?.params.message).toContain("(number to match: 47)");
  const asked = await gate.call(statelessCall({ amount: 1 }), sideOf("agt_1", elicitation));
  expect(asked.message.result.inputRequests.approval.params.message).toContain("Number to match: 47.");
  const task = await gate.call(statelessCall({ amount: 1 }), sideOf("agt_1", tasks));
  expect(task.message.result.statusMessage).toContain("(number to match: 47)");
  const silent = await gate.call(sessionCall({ amount: 1 }), sideOf("agt_1"));
  expect(silent.message.result.content[0].text).toContain("Number to match: 47.");
});

test("a number that the policy requires while a call waits reaches the person in the same ways", async () => {
  const { gate, sideOf, told, tasks: open, questions, showNumber } = openGate();
  const started = await gate.call(statelessCall({ amount: 1 }), sideOf("agt_1", tasks));
  void gate.call(sessionCall({ amount: 1 }, { progressToken: "p" }), sideOf("agt_1", elicitation));
  const silent = gate.call(sessionCall({ amount: 1 }), sideOf("agt_1"));
  await expect.poll(() => questions).toHaveLength(1);
  showNumber("47");
  expect((await silent).message.result.content[0].text).toContain("Number to match: 47.");
  await expect.poll(() => questions).toHaveLength(2);
  expect(questions[1]).toMatchObject({ message: expect.stringContaining("Number to match: 47.") });
  const progress = told.map(({ params }) => params);
  expect(progress.at(-1).message).toContain("(number to match: 47)");
  expect(progress.at(-1).progress).toBeGreaterThan(progress[0].progress);
  const params = { taskId: started.message.result.taskId, _meta: meta };
  const task = open.answer({ id: 2, method: "tasks/get", params }, "agt_1");
  expect(task).toMatchObject({ result: { statusMessage: expect.stringContaining("(number to match: 47)") } });
});
