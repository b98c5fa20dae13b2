import { fork } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { createInterface } from "node:readline";
import { setTimeout as pause } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import type { Database } from "#db/client";
import { compile } from "./compile.ts";
import { Connection, type PreparedRequest, prepareRequest } from "./http-client.ts";
import { type LiveServer, liveServer, type MeasuredServer, measuredServer } from "./servers.ts";
import { endPending } from "./throughput.ts";
import { agentOf, type BenchWorkspace } from "./workspace.ts";

export interface GatewayOptions {
  /** Calls a second, and for how long in each round. */
  callsPerSecond: number;
  callSeconds: number;
  rounds: number;
  /** Calls sent as fast as they are answered before the first round. */
  warmUpCalls: number;
  /** Calls that wait for a decision together. */
  waitingCalls: number;
}

export interface GatewayResult {
  callsPerSecond: number;
  /** Milliseconds of a durable INSERT behind a bare `node:http` server, at the same pace. */
  ceilingMs: number[];
  /** Milliseconds from a call to its answer: sent to the tool, and through the gateway. */
  directMs: number[];
  throughMs: number[];
  /** As `throughMs`, while other calls wait for a decision. */
  whileWaitingMs: number[];
  waitingCalls: number;
  /** Bytes that the gateway holds for one more waiting call, without garbage. */
  bytesPerWaitingCall: number;
  /** Bytes that the gateway holds while it has nothing to do, without garbage. */
  idleBytes: number;
}

const allowedAmount = 50;
const pendingAmount = 1250;

/**
 * Measures what the MCP gateway adds to a call that policy auto-approves. The ask and the redemption
 * are durable before the call is sent; the report follows the answer. Inserts, direct calls and calls
 * through the gateway alternate at the same rate. The processes are warmed up first: a gateway runs
 * for days, and its first thousand calls take several times as long as later ones.
 */
export async function measureGateway(
  ports: { ceiling: number; countersign: number },
  db: Database,
  workspace: BenchWorkspace,
  options: GatewayOptions,
): Promise<GatewayResult> {
  const folder = mkdtempSync(path.join(tmpdir(), "countersign-gateway-"));
  const tool = await startTool();
  const gateway = await startGateway(folder, {
    countersignPort: ports.countersign,
    toolPort: tool.port,
    workspace,
  });
  const waiting: Connection[] = [];
  try {
    for (const port of [tool.port, gateway.port]) await sendCalls(port, options.warmUpCalls);
    const [ceilingMs, directMs, throughMs]: [number[], number[], number[]] = [[], [], []];
    for (let round = 0; round < options.rounds; round++) {
      ceilingMs.push(...(await timeCalls(ports.ceiling, options, insert)));
      directMs.push(...(await timeCalls(tool.port, options)));
      throughMs.push(...(await timeCalls(gateway.port, options)));
    }
    const idleBytes = await settledBytes(gateway);
    waiting.push(...(await holdCalls(gateway.port, db, options.waitingCalls)));
    const heldBytes = await settledBytes(gateway);
    const whileWaitingMs = await timeCalls(gateway.port, options);
    return {
      ...{ callsPerSecond: options.callsPerSecond, ceilingMs, directMs, throughMs, whileWaitingMs },
      waitingCalls: options.waitingCalls,
      bytesPerWaitingCall: (heldBytes - idleBytes) / options.waitingCalls,
      idleBytes,
    };
  } finally {
    for (const connection of waiting) connection.close();
    await gateway.stop();
    await tool.stop();
    await endPending(db);
    rmSync(folder, { recursive: true });
  }
}

async function startTool(): Promise<LiveServer> {
  const child = fork(await compile("tool-server.ts"));
  const [port] = (await once(child, "message")) as [number];
  return liveServer(child, port);
}

async function startGateway(
  folder: string,
  parts: { countersignPort: number; toolPort: number; workspace: BenchWorkspace },
): Promise<MeasuredServer> {
  const agent = agentOf(parts.workspace.agents, 0);
  const credentials = path.join(folder, "agent.json");
  const url = `http://localhost:${parts.countersignPort}`;
  writeFileSync(credentials, JSON.stringify({ url, agent: agent.id, key: agent.key }), { mode: 0o600 });
  const map = path.join(folder, "map.json");
  writeFileSync(map, JSON.stringify(mapping));
  const args = [
    ...["mcp", "--file", credentials, "--listen", "127.0.0.1:0", "--no-client-token", "--hold", "600"],
    ...["--server", "bench", "--map", map, "--upstream", `http://127.0.0.1:${parts.toolPort}/mcp`],
  ];
  const measured = await compile("answer-parent.ts");
  const child = fork(fileURLToPath(new URL("../bin/countersign", import.meta.url)), args, {
    execArgv: ["--expose-gc", "--import", measured],
    stdio: ["ignore", "inherit", "pipe", "ipc"],
  });
  if (!child.stderr) throw new Error("no standard error");
  for await (const line of createInterface({ input: child.stderr })) {
    const port = /^Listening on http:\/\/127\.0\.0\.1:(\d+)/.exec(line)?.[1];
    if (port) return measuredServer(child, Number(port));
  }
  throw new Error("the gateway did not start");
}

const mapping = {
  version: 1,
  rules: [
    {
      tool: "bench/refund",
      type: "refund.create",
      resource: "charge/{/charge}",
      // The schema of a refund allows no further parameters.
      audience: "https://payments.example",
      params: { amount: "/amount", currency: "/currency" },
    },
  ],
};

// Calls differ, because the same call again finds the request of the first call.
let serial = 0;

function call(amount: number): PreparedRequest {
  const id = ++serial;
  const args = { charge: `ch_${id}`, amount, currency: "USD" };
  const params = { name: "refund", arguments: args };
  const headers = { "content-type": "application/json", accept: "application/json, text/event-stream" };
  const body = JSON.stringify({ jsonrpc: "2.0", id, method: "tools/call", params });
  return prepareRequest("POST", "/mcp", headers, body);
}

const insert: Call = {
  request: () =>
    prepareRequest("POST", "/", { "content-type": "application/json" }, JSON.stringify({ id: ++serial })),
  answer: '"id"',
};
const toolCall: Call = { request: () => call(allowedAmount), answer: '"done"' };

/** A request, and what its answer contains. */
interface Call {
  request: () => PreparedRequest;
  answer: string;
}

/** Sends tool calls over eight connections, each call as soon as the last one is answered. */
async function sendCalls(port: number, count: number): Promise<void> {
  const drive = async (calls: number) => {
    const connection = await Connection.open(port);
    for (let n = 0; n < calls; n++) await sendCall(connection, toolCall);
    connection.close();
  };
  await Promise.all(Array.from({ length: 8 }, () => drive(count / 8)));
}

async function sendCall(connection: Connection, { request, answer }: Call): Promise<{ at: number }> {
  const { status, body, at } = await connection.send(request());
  if (status !== 200 || !body.includes(answer)) throw new Error(`${status} ${body.slice(0, 300)}`);
  return { at };
}

/** Calls at a steady pace, whatever the answers take. @returns the milliseconds of each call. */
async function timeCalls(
  port: number,
  { callsPerSecond, callSeconds }: { callsPerSecond: number; callSeconds: number },
  timedCall = toolCall,
): Promise<number[]> {
  const idle: Connection[] = [];
  const calls: Promise<number>[] = [];
  const started = performance.now();
  for (let n = 0; n < callsPerSecond * callSeconds; n++) {
    await pause(Math.max(0, started + (n * 1000) / callsPerSecond - performance.now()));
    const connection = idle.pop() ?? (await Connection.open(port));
    const sentAt = performance.now();
    const timed = sendCall(connection, timedCall).then(({ at }) => {
      idle.push(connection);
      return at - sentAt;
    });
    // The first error is thrown below, once all calls were sent.
    timed.catch(() => {});
    calls.push(timed);
  }
  const milliseconds = await Promise.all(calls);
  for (const connection of idle) connection.close();
  return milliseconds;
}

/** Sends calls that need approval. @returns their connections, once each call waits. */
async function holdCalls(port: number, db: Database, count: number): Promise<Connection[]> {
  const connections = await Promise.all(Array.from({ length: count }, () => Connection.open(port)));
  let failure: Error | undefined;
  for (const connection of connections) {
    connection.send(call(pendingAmount)).then(
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

async function settledBytes(server: MeasuredServer): Promise<number> {
  await pause(2000);
  return server.retainedBytes();
}
