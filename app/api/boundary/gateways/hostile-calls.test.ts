import { expect, test } from "vitest";
import { ForwardAuth } from "#app/api/boundary/testing/forward-auth";
import { serve } from "#app/api/boundary/testing/serve";
import { RunningWorkspace } from "#app/api/testing/running-workspace";
import { startRuntime } from "#app/runtime/runtime";
import { issueHookToken } from "#lib/agents/keys/add-key";
import {
  type HttpEdge,
  hostileCalls,
  plainCall,
  type WrittenCall,
} from "#lib/boundary/testing/hostile-calls";
import { chunksOf } from "#lib/kernel/chunks";

const { workspace, admin } = await RunningWorkspace.open();
const { db, runtime, time } = workspace;
const most = { asksPerMinute: 10_000, pendingPerAgent: 10_000 };
startRuntime({ ...runtime, config: { ...runtime.config, ...most } });
const owner = await workspace.person("Olga Owner", ["approver"], admin);
const agent = await workspace.agent(admin, owner);
const { token } = await issueHookToken(db, { actor: owner.viewer, agentId: agent.id, now: time.now });
const server = await serve(runtime.config.origin);

/** What a gateway sends about a call, with every header of the client. */
const gateways: Record<
  Exclude<HttpEdge, "proxy">,
  (call: WrittenCall) => Promise<{ status: number; body: string }>
> = {
  envoy: ({ method, target, headers, body }) => {
    const own = ["Host: api.example", "Connection: close", `X-Countersign-Token: ${token} api.example`];
    const length = `Content-Length: ${body.length}`;
    const line = `${method} /hooks/ext-authz${target} HTTP/1.1`;
    return server.raw(`${[line, ...own, length, ...headers].join("\r\n")}\r\n\r\n${body}`);
  },
  "forward-auth": (call) => new ForwardAuth(server, { token, sendsBody: true }).check(call),
};

/** The request that a gateway's call waits for; undefined if it was refused. */
async function requestOf(answer: Promise<{ status: number; body: string }>): Promise<string | undefined> {
  const { status, body } = await answer;
  expect(status).toBeGreaterThanOrEqual(400);
  return status === 403 && body !== "" ? (JSON.parse(body) as { request?: string }).request : undefined;
}

test("the table has at least 120 hostile calls", () => {
  expect(hostileCalls.filter(({ expected }) => expected.envoy !== "same").length).toBeGreaterThanOrEqual(120);
});

/** The requests of all calls, some at a time. */
async function requestsOf(check: (call: WrittenCall) => Promise<{ status: number; body: string }>) {
  const requests: (string | undefined)[] = [];
  for (const some of chunksOf(hostileCalls, 8))
    requests.push(...(await Promise.all(some.map((call) => requestOf(check(call))))));
  return requests;
}

test.each(Object.entries(gateways))(
  "through %s, every hostile call is refused, or another action than the plain call",
  async (edge, check) => {
    const plain = await requestOf(check(plainCall));
    expect(plain).toBeDefined();
    const requests = await requestsOf(check);
    const seen = hostileCalls.map(({ name }, at) => {
      const request = requests[at];
      return [name, request === undefined ? "refused" : request === plain ? "same" : "differs"];
    });
    expect(seen).toEqual(hostileCalls.map(({ name, expected }) => [name, expected[edge as "envoy"]]));
    const others = requests.filter((request) => request !== undefined && request !== plain);
    expect(new Set(others).size, "two calls that differ are one action").toBe(others.length);
  },
  120_000,
);
