import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, expect, test } from "vitest";
import { ClaudeCode } from "#app/api/boundary/testing/claude-code";
import { hookedAgent } from "#app/api/boundary/testing/hooked-agent";
import { RunningWorkspace } from "#app/api/testing/running-workspace";
import { startRuntime } from "../runtime/runtime.ts";
import { createHttpServer } from "./http-server.ts";

const { workspace, admin } = await RunningWorkspace.open();
const { runtime } = workspace;
startRuntime({ ...runtime, config: { ...runtime.config, hookHoldSeconds: 0 } });
const owner = await workspace.person("Olga Owner", ["approver"], admin);
const { token } = await hookedAgent(workspace, { admin, owner });

const ours = createHttpServer({
  ...{ origin: runtime.config.origin, isDevelopment: false, log: runtime.log },
  lookAtDatabase: async () => "down",
  closing: runtime.closing,
}).http;
const script = new Map([
  ["500", (send: Send) => send(500, "{}")],
  ["redirect", (send: Send) => send(302, "", { location: "/signin" })],
  ["html", (send: Send) => send(200, "<!doctype html><p>Sign in")],
  ["hang", () => undefined],
  ["empty", (send: Send) => send(200, "")],
  ["ask", (send: Send) => send(200, decision("ask"))],
  ["deny", (send: Send) => send(200, decision("deny"))],
  ["allow", (send: Send) => send(200, decision("allow"))],
]);
const others = createServer((request, response) => {
  script.get((request.url ?? "").slice(1))?.((status, body, headers = {}) =>
    response.writeHead(status, headers).end(body),
  );
});
type Send = (status: number, body: string, headers?: Record<string, string>) => void;

function decision(permissionDecision: string): string {
  return JSON.stringify({ hookSpecificOutput: { hookEventName: "PreToolUse", permissionDecision } });
}

async function listen(server: typeof others): Promise<string> {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  afterAll(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

const [here, elsewhere] = [await listen(ours), await listen(others)];

async function endings(url: string, bearer: string, timeoutSeconds = 30): Promise<boolean[]> {
  const setting = { url, token: bearer, timeoutSeconds };
  const [open, closed] = [new ClaudeCode(setting), new ClaudeCode({ ...setting, onFailure: "block" })];
  const call = open.newCall("Bash", { command: "make deploy" });
  return [(await open.before(call)).ran, (await closed.before(call)).ran];
}

// Seen with Claude Code 2.1.331: what runs without and with onFailure "block".
test.each([
  ["500", [true, false]],
  ["redirect", [true, false]],
  ["html", [true, false]],
  ["hang", [true, false]],
  ["empty", [true, true]],
  ["ask", [false, false]],
  ["deny", [false, false]],
  ["allow", [true, true]],
])("the client of these tests treats an answer as Claude Code does: %s", async (path, ran) => {
  expect(await endings(`${elsewhere}/${path}`, token, path === "hang" ? 0.2 : 30)).toEqual(ran);
});

test.each([
  ["a call that waits for a person", "/hooks/claude-code", token],
  ["an unknown token", "/hooks/claude-code", `cst_${"a".repeat(43)}`],
  ["a text that is no token", "/hooks/claude-code", "x"],
  ["a query", "/hooks/claude-code?next=/", token],
])("nothing runs even without onFailure, over HTTP: %s", async (_, path, bearer) => {
  expect(await endings(here + path, bearer)).toEqual([false, false]);
});

// Envoy lets a call through for any 2xx, and one with a wrong path prefix arrives here.
test.each(["/hooks/claude-code/", "/hooks/vim", "/hooks/%00", "/hooks/pay"])(
  "at an address that is no hook's, only onFailure stops a call: %s",
  async (path) => {
    expect(await endings(here + path, token)).toEqual([true, false]);
    const fromEnvoy = await fetch(here + path, { method: "POST" });
    expect(fromEnvoy.status).toBe(403);
  },
);

test("while the process stops, nothing runs even without onFailure", async () => {
  workspace.closing.abort();
  expect(await endings(`${here}/hooks/claude-code`, token)).toEqual([false, false]);
});
