import { tool as aiTool, generateText, jsonSchema, stepCountIs } from "ai";
import { MockLanguageModelV3 } from "ai/test";
import { expect, test, vi } from "vitest";
import { refundAtTool } from "../../testing/refund.ts";
import { ToolSide } from "../../testing/tool-side.ts";
import { approvalOf, gateTool as gateAiTool } from "./ai-sdk.mjs";
import { runWithGrant } from "./langgraph.mjs";
import { gateTool as gateOpenAiTool } from "./openai-agents.mjs";

const side = await ToolSide.open();
const { agent } = side;
/** Performed by the agent itself, so that the action has no audience. */
const actionOf = ({ amount }: { amount: number }) => ({ ...refundAtTool(amount), audience: undefined });
let calls = 0;
const nextCall = () => `call_${++calls}`;

test("an AI SDK tool (ai 6) waits for a person: the client's approval alone runs nothing", async () => {
  const execute = vi.fn(async (input: { amount: number }) => `refunded ${input.amount}`);
  const inputSchema = jsonSchema<{ amount: number }>({
    type: "object",
    properties: { amount: { type: "number" } },
  });
  const refund = gateAiTool(agent, aiTool({ inputSchema, execute }), actionOf);
  const toolCallId = nextCall();
  const model = modelThatCalls(toolCallId, { amount: 1250 });
  const first = await generateText({
    model,
    tools: { refund },
    prompt: "Refund 1250",
    stopWhen: stepCountIs(1),
  });
  const request = first.content.find((part) => part.type === "tool-approval-request");
  expect(request).toMatchObject({ toolCall: { toolCallId } });
  const approved = {
    role: "tool" as const,
    content: [
      { type: "tool-approval-response" as const, approvalId: request?.approvalId ?? "", approved: true },
    ],
  };
  const messages = [{ role: "user" as const, content: "Refund" }, ...first.response.messages, approved];
  const again = () => generateText({ model, tools: { refund }, messages, stopWhen: stepCountIs(1) });
  await again();
  expect(JSON.stringify(model.doGenerateCalls.at(-1)?.prompt)).toContain("Not approved yet");
  expect(execute).not.toHaveBeenCalled();
  await side.approveNext();
  await again();
  expect(JSON.stringify(model.doGenerateCalls.at(-1)?.prompt)).toContain("refunded 1250");
  await again();
  expect(execute).toHaveBeenCalledTimes(1);
});

test("the AI SDK 7's toolApproval is decided by policy and people (its documented shape)", async () => {
  const decide = approvalOf(agent, actionOf);
  expect(await decide({ amount: 50 }, { toolCallId: nextCall() })).toEqual({ type: "approved" });
  const waiting = await decide({ amount: 1250 }, { toolCallId: nextCall() });
  expect(waiting).toEqual({ type: "user-approval", reason: expect.stringContaining("/requests/req_") });
  await side.approveNext();
  expect(await decide({ amount: 1_000_000 }, { toolCallId: nextCall() })).toMatchObject({ type: "denied" });
});

test("an OpenAI Agents tool runs after a person approved (the options of its tool())", async () => {
  const execute = vi.fn(({ amount }) => `refunded ${amount}`);
  const gated = gateOpenAiTool(agent, { name: "refund", execute }, actionOf);
  const callId = nextCall();
  const run = () => gated.execute({ amount: 1250 }, {}, { toolCall: { callId } });
  expect(await gated.needsApproval({}, { amount: 1250 }, callId)).toBe(true);
  await expect(run()).rejects.toMatchObject({ code: "pending" });
  expect(execute).not.toHaveBeenCalled();
  await side.approveNext();
  expect(await gated.needsApproval({}, { amount: 1250 }, callId)).toBe(false);
  expect(await run()).toBe("refunded 1250");
  const replay = await run().catch((error: unknown) => gated.errorFunction({}, error));
  expect(replay).toContain("already ran");
  await expect(gated.execute({ amount: 50 }, {}, undefined)).rejects.toMatchObject({ code: "not_set_up" });
  expect(execute).toHaveBeenCalledTimes(1);
});

test("a LangGraph node is interrupted until a person approved, whatever the resume value says", async () => {
  const call = { callId: nextCall(), action: actionOf({ amount: 1250 }), scope: "thread_1" };
  const run = vi.fn(() => "ran");
  /** As LangGraph does: each resume value is returned once, then the node stops. */
  const node = (resumes: unknown[]) => {
    const left = [...resumes];
    const interrupt = (value: { approvalUrl: string }) => {
      if (left.length > 0) return left.shift();
      throw new Error(`interrupted: ${value.approvalUrl}`);
    };
    return runWithGrant(agent, { ...call, interrupt }, run);
  };
  await expect(node([])).rejects.toThrow("interrupted: http");
  await expect(node([{ approved: true }])).rejects.toThrow("interrupted: http");
  await side.approveNext();
  expect(await node([true])).toBe("ran");
  await expect(node([true])).rejects.toMatchObject({ code: "grant_already_redeemed" });
  expect(run).toHaveBeenCalledTimes(1);
});

test("of twenty parallel runs of one call, one runs", async () => {
  const execute = vi.fn(() => "ran");
  const gated = gateOpenAiTool(agent, { name: "refund", execute }, actionOf);
  const callId = nextCall();
  const runs = Array.from({ length: 20 }, () => gated.execute({ amount: 50 }, {}, { toolCall: { callId } }));
  const results = await Promise.allSettled(runs);
  expect(results.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
  expect(execute).toHaveBeenCalledTimes(1);
});

test("a call with other arguments, or in another scope, is another request", async () => {
  const inner = { name: "refund", execute: vi.fn(() => "ran") };
  const callId = nextCall();
  const run = (scope: string, amount: number) =>
    gateOpenAiTool(agent, inner, actionOf, { scope }).execute({ amount }, {}, { toolCall: { callId } });
  expect(await run("a", 50)).toBe("ran");
  expect(await run("b", 50)).toBe("ran");
  expect(await run("a", 51)).toBe("ran");
  await expect(run("a", 50)).rejects.toMatchObject({ code: "grant_already_redeemed" });
});

function modelThatCalls(toolCallId: string, input: object) {
  return new MockLanguageModelV3({
    doGenerate: async () => ({
      content: [{ type: "tool-call" as const, toolCallId, toolName: "refund", input: JSON.stringify(input) }],
      finishReason: { unified: "tool-calls" as const, raw: undefined },
      usage: {
        inputTokens: { total: 1, noCache: 1, cacheRead: 0, cacheWrite: 0 },
        outputTokens: { total: 1, text: 1, reasoning: 0 },
      },
      warnings: [],
    }),
  });
}
