import { setTimeout as pause } from "node:timers/promises";
import { claudeCodeSettings } from "#components/agents/hook-settings.ts";
import type { Database } from "#db/client";
import { issueHookToken } from "#lib/agents/keys/add-key";
import type { Viewer } from "#lib/sessions/session";
import { Connection } from "../http-client.ts";
import { type MeasuredServer, type RunningServer, startScript } from "../servers.ts";
import { endPending } from "../throughput.ts";
import { agentOf, type BenchAgent, type BenchWorkspace, publishRule } from "../workspace.ts";
import {
  authzenCall,
  type Call,
  hookCall,
  hookRule,
  insert,
  sendCalls,
  timeCalls,
  toolCall,
} from "./calls.ts";
import { startGateway, startTool } from "./processes.ts";

export interface GatewayOptions {
  /** Calls a second, and for how long in each round. */
  callsPerSecond: number;
  callSeconds: number;
  rounds: number;
  /** Calls sent as fast as they are answered before the first round. */
  warmUpCalls: number;
  /** Calls that wait for a decision together. */
  waitingCalls: number;
  /** Several gateways together. */
  busy: { gateways: number; callsPerSecond: number; callSeconds: number };
}

/** What is called, in the order of one round. */
export const calledKinds = ["insert", "tool", "proxy", "gateway", "authzen", "hook"] as const;
export type CalledKind = (typeof calledKinds)[number];

export interface GatewayResult extends Pick<GatewayOptions, "callsPerSecond" | "waitingCalls" | "busy"> {
  /** Milliseconds from a call to its answer. */
  callMs: Record<CalledKind, number[]>;
  /** Through the gateway, while other calls wait for a decision. */
  whileWaitingMs: number[];
  /** Through several gateways together. */
  busyMs: number[];
  /** Bytes that the gateway holds for one more waiting call, without garbage. */
  bytesPerWaitingCall: number;
  /** Bytes that the gateway holds while it has nothing to do, without garbage. */
  idleBytes: number;
}

const allowedCall = toolCall(50);
const pendingCall = toolCall(1250);

/**
 * Measures a call that policy auto-approves: through the MCP gateway, as an AuthZEN evaluation and as
 * a call of a hook. The ask and the redemption are durable before the answer; the report follows.
 * Beside them an INSERT, the tool alone and a proxy without policy, at the same rate in turn. The
 * processes are warmed up first: a gateway runs for days, and its first thousand calls take several
 * times as long as later ones.
 */
export async function measureGateway(
  ports: { ceiling: number; countersign: number },
  { db, databaseUrl }: { db: Database; databaseUrl: string },
  workspace: BenchWorkspace,
  options: GatewayOptions,
): Promise<GatewayResult> {
  const servers: RunningServer[] = [];
  const stopLater = <Server extends RunningServer>(server: Server) => {
    servers.unshift(server);
    return server;
  };
  const waiting: Connection[] = [];
  const callMs: Record<CalledKind, number[]> = {
    ...{ insert: [], tool: [], proxy: [], gateway: [], authzen: [], hook: [] },
  };
  try {
    const tool = stopLater(await startTool());
    const proxy = stopLater(
      await startScript("peers/mcp-proxy-server.ts", databaseUrl, { TOOL_PORT: String(tool.port) }),
    );
    const gateways: MeasuredServer[] = [];
    for (let n = 0; n < options.busy.gateways; n++) {
      const parts = { countersignPort: ports.countersign, toolPort: tool.port };
      gateways.push(stopLater(await startGateway(agentOf(workspace.agents, n), parts)));
    }
    const [gateway] = gateways;
    if (!gateway) throw new Error("no gateway");
    await publishRule(db, workspace.owner.personId, hookRule);
    const agent = agentOf(workspace.agents, 0);
    const tokens = await hookTokens(db, agent, { port: ports.countersign, owner: workspace.owner });
    const called: Record<CalledKind, [port: number, call: Call]> = {
      insert: [ports.ceiling, insert],
      tool: [tool.port, allowedCall],
      proxy: [proxy.port, allowedCall],
      gateway: [gateway.port, allowedCall],
      authzen: [ports.countersign, authzenCall(agent.id, tokens.authzen, 50)],
      hook: [ports.countersign, hookCall(tokens.claudeCode)],
    };
    for (const [port, call] of Object.values(called)) await sendCalls(port, call, options.warmUpCalls);
    for (let round = 0; round < options.rounds; round++) {
      for (const kind of calledKinds) {
        const [port, call] = called[kind];
        callMs[kind].push(...(await timeCalls([port], call, options)));
      }
    }
    for (const { port } of gateways.slice(1)) await sendCalls(port, allowedCall, options.warmUpCalls);
    const busyMs = await timeCalls(
      gateways.map(({ port }) => port),
      allowedCall,
      options.busy,
    );
    const idleBytes = await settledBytes(gateway);
    waiting.push(...(await holdCalls(gateway.port, db, options.waitingCalls)));
    const heldBytes = await settledBytes(gateway);
    const whileWaitingMs = await timeCalls([gateway.port], allowedCall, options);
    const { callsPerSecond, waitingCalls, busy } = options;
    const bytesPerWaitingCall = (heldBytes - idleBytes) / waitingCalls;
    const bytes = { bytesPerWaitingCall, idleBytes };
    return { callsPerSecond, waitingCalls, busy, callMs, busyMs, whileWaitingMs, ...bytes };
  } finally {
    for (const connection of waiting) connection.close();
    for (const server of servers) await server.stop();
    await endPending(db);
  }
}

/** The hook tokens of an agent, for an AuthZEN gateway and for Claude Code, whose settings are checked first. */
async function hookTokens(
  db: Database,
  { id: agentId }: BenchAgent,
  { port, owner }: { port: number; owner: Viewer },
): Promise<{ authzen: string; claudeCode: string }> {
  const issue = { actor: owner, agentId, now: new Date() };
  const [authzen, claudeCode] = [await issueHookToken(db, issue), await issueHookToken(db, issue)];
  const origin = `http://localhost:${port}`;
  const answer = await fetch(`${origin}/hooks/claude-code/check`, {
    method: "POST",
    headers: { "content-type": "application/json", authorization: `Bearer ${claudeCode.token}` },
    body: JSON.stringify(claudeCodeSettings({ origin, holdSeconds: 110 })),
  });
  if (!answer.ok) throw new Error(await answer.text());
  return { authzen: authzen.token, claudeCode: claudeCode.token };
}

/** Sends calls that need approval. @returns their connections, once each call waits. */
async function holdCalls(port: number, db: Database, count: number): Promise<Connection[]> {
  const connections = await Promise.all(Array.from({ length: count }, () => Connection.open(port)));
  let failure: Error | undefined;
  for (const connection of connections) {
    connection.send(pendingCall.request()).then(
      ({ status, body }) => {
        failure ??= new Error(`a call that should wait was answered with ${status}: ${body.slice(0, 300)}`);
      },
      (error) => {
        failure ??= error;
      },
    );
  }
  for (;;) {
    const [row] = await db.$client<{ pending: number }[]>`
      select count(*)::int as pending from requests where state = 'pending'`;
    if (row && row.pending >= count) return connections;
    if (failure) throw failure;
    await pause(100);
  }
}

/** The retained bytes once they no longer change by a hundredth in two seconds. */
async function settledBytes(server: MeasuredServer): Promise<number> {
  for (let last = Number.NaN, tries = 0; ; tries++) {
    await pause(2000);
    const bytes = await server.retainedBytes();
    if (Math.abs(bytes - last) < bytes / 100 || tries === 30) return bytes;
    last = bytes;
  }
}
