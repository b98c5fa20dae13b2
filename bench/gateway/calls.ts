import { setTimeout as pause } from "node:timers/promises";
import { Connection, type PreparedRequest, prepareRequest } from "../http-client.ts";

/** A call with its next request, and what each answer contains. */
export interface Call {
  request: () => PreparedRequest;
  answer: string;
}

// Calls differ, because the same call again finds the request of the first call.
let serial = 0;

/** Requests with a body of their own. */
function json(path: string, headers: Record<string, string>, body: (id: number) => object): Call["request"] {
  const sent = { "content-type": "application/json", ...headers };
  return () => prepareRequest("POST", path, sent, JSON.stringify(body(++serial)));
}

/** Calls of an MCP tool. */
export const toolCall = (amount: number): Call => ({
  request: json("/mcp", { accept: "application/json, text/event-stream" }, (id) => ({
    ...{ jsonrpc: "2.0", id, method: "tools/call" },
    params: { name: "refund", arguments: { charge: `ch_${id}`, amount, currency: "USD" } },
  })),
  answer: '"done"',
});

/** A durable INSERT at the ceiling. */
export const insert: Call = { request: json("/", {}, (id) => ({ id })), answer: '"id"' };

/** Evaluations as AuthZEN defines them, with an agent's hook token. */
export const authzenCall = (agentId: string, token: string, amount: number): Call => ({
  request: json("/access/v1/evaluation", { authorization: `Bearer ${token}` }, (id) => ({
    subject: { type: "agent", id: agentId },
    action: { name: "refund.create", properties: { amount, currency: "USD" } },
    resource: { type: "charge", id: `ch_${id}` },
  })),
  answer: '"decision":true',
});

const command = "git status";

/** Without this rule, policy auto-approves no command. */
export const hookRule = {
  ...{ id: "status", title: "Auto-approve git status", outcome: "allow", actions: ["shell.run"] },
  conditions: [{ kind: "text", param: "command", is: "one_of", values: [command] }],
};

/** Calls of Claude Code's hook about a command, in a folder of its own. */
export const hookCall = (token: string): Call => ({
  request: json("/hooks/claude-code", { authorization: `Bearer ${token}` }, (id) => ({
    ...{ hook_event_name: "PreToolUse", session_id: "bench", tool_use_id: `toolu_${id}`, cwd: `/srv/${id}` },
    ...{ tool_name: "Bash", tool_input: { command } },
  })),
  answer: '"permissionDecision":"allow"',
});

/** Sends calls over eight connections, each as soon as the last one is answered. */
export async function sendCalls(port: number, call: Call, count: number): Promise<void> {
  const drive = async () => {
    const connection = await Connection.open(port);
    for (let n = 0; n < count / 8; n++) await send(connection, call);
    connection.close();
  };
  await Promise.all(Array.from({ length: 8 }, drive));
}

/**
 * Sends calls at a steady pace, whatever the answers take, to each port in turn.
 * @returns the milliseconds of each call.
 * @throws for a call with another answer.
 */
export async function timeCalls(
  ports: number[],
  call: Call,
  { callsPerSecond, callSeconds }: { callsPerSecond: number; callSeconds: number },
): Promise<number[]> {
  const idle = ports.map((): Connection[] => []);
  const calls: Promise<number>[] = [];
  const started = performance.now();
  for (let n = 0; n < callsPerSecond * callSeconds; n++) {
    const wait = started + (n * 1000) / callsPerSecond - performance.now();
    // Several calls may be due.
    if (wait > 0) await pause(wait);
    calls.push(timeCall(n % ports.length));
    // The first error is thrown below, once all calls were sent.
    calls.at(-1)?.catch(() => {});
  }
  const milliseconds = await Promise.all(calls);
  for (const connection of idle.flat()) connection.close();
  return milliseconds;

  async function timeCall(index: number): Promise<number> {
    const connection = idle[index]?.pop() ?? (await Connection.open(ports[index] ?? 0));
    const sentAt = performance.now();
    const { at } = await send(connection, call);
    idle[index]?.push(connection);
    return at - sentAt;
  }
}

async function send(connection: Connection, { request, answer }: Call): Promise<{ at: number }> {
  const { status, body, at } = await connection.send(request());
  if (status !== 200 || !body.includes(answer)) throw new Error(`${status} ${body.slice(0, 300)}`);
  return { at };
}
