import { readMapping } from "#lib/boundary/mapping/engine/read-mapping";
import { Continuations } from "../call/continuations.ts";
import { Gate } from "../call/gate.ts";
import type { Message } from "../call/message.ts";
import { RequestStates } from "../call/request-state.ts";
import type { Side } from "../call/side.ts";
import { Tasks } from "../call/tasks.ts";
import { ToolList } from "../call/tool-list.ts";

const approvalUrl = "https://countersign.example/requests/req_1";

/** A gate in front of a fake MCP server, with a fake Countersign. */
export function openGate(
  options: {
    state?: string;
    /** The number to match of the request. */
    number?: string;
    answer?: (request: Message) => object;
    mapping?: object;
    list?: () => object[];
  } = {},
) {
  const now = () => Date.now();
  const tasks = new Tasks(now);
  const gate = new Gate({
    mapping: readMapping({ version: 1, ...options.mapping }),
    server: "fake",
    err: () => {},
    states: new RequestStates(now),
    continuations: new Continuations(),
    tasks,
  });
  const asked: { agent: string; action: object }[] = [];
  const sent: Message[] = [];
  const told: Message[] = [];
  const questions: object[] = [];
  const outcomes: string[] = [];
  const redeemed: string[] = [];
  let decide: (state: string) => void = () => {};
  let decided = new Promise<string>((resolve) => {
    decide = resolve;
  });
  if (options.state) decided = Promise.resolve(options.state);
  let { number } = options;
  let showNumber: (number: string) => void = () => {};
  const numbered = new Promise<string>((resolve) => {
    showNumber = (later) => {
      number = later;
      resolve("pending");
    };
  });
  const answered = (state: string) => ({
    request: { id: "req_1", state, approval_url: approvalUrl, number_to_match: number },
    grant: "grant",
  });

  const portOf = (agent: string) => ({
    async ask(action: object) {
      asked.push({ agent, action });
      return answered(options.state ?? "pending");
    },
    wait: (asked: { request: { number_to_match?: string } }, { signal }: { signal: AbortSignal }) =>
      new Promise((resolve, reject) => {
        signal.addEventListener("abort", () => reject(signal.reason), { once: true });
        const awaited = asked.request.number_to_match ? decided : Promise.race([decided, numbered]);
        void awaited.then((state) => resolve(answered(state)));
      }),
    redeem: async () => void redeemed.push(agent),
    report: async (_request: string, { outcome }: { outcome: string }) => void outcomes.push(outcome),
  });

  /** The connection of an agent whose client lists these capabilities. */
  const sideOf = (agent: string, capabilities: object = {}, stop = new AbortController()): Side => ({
    agent: { id: agent, countersign: portOf(agent) },
    capabilities,
    signal: stop.signal,
    notify: (message) => void told.push(message),
    elicit: async (params) => void questions.push(params),
    tools: new ToolList(now),
    listTools: async () => ({ tools: (options.list?.() ?? []) as { name: string }[] }),
    async forward(request) {
      sent.push(request);
      const message = {
        jsonrpc: "2.0",
        id: request.id,
        ...(options.answer?.(request) ?? { result: { content: [] } }),
      };
      return { message, bytes: JSON.stringify(message) };
    },
  });
  return {
    gate,
    tasks,
    asked,
    sent,
    told,
    questions,
    outcomes,
    redeemed,
    decide: (state: string) => decide(state),
    /** Requires the number while the call waits. */
    showNumber: (later: string) => showNumber(later),
    sideOf,
  };
}

/** A `tools/call` of 2026-07-28. */
export function statelessCall(args: object, more: { params?: object; meta?: object } = {}): Message {
  const meta = { "io.modelcontextprotocol/protocolVersion": "2026-07-28", ...more.meta };
  const params = { name: "pay", arguments: args, ...more.params, _meta: meta };
  return { jsonrpc: "2.0", id: 1, method: "tools/call", params };
}

/** A `tools/call` of 2025-11-25. */
export function sessionCall(args: object, meta?: object): Message {
  return {
    jsonrpc: "2.0",
    id: 1,
    method: "tools/call",
    params: { name: "pay", arguments: args, _meta: meta },
  };
}
