import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import type { IncomingMessage, ServerResponse } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { afterAll, expect, test, vi } from "vitest";
import { certificate } from "#lib/outbound/testing/certificate";
import { httpServer, httpsServer } from "#lib/outbound/testing/servers";
import { openAgentSide } from "../testing/agent-side.ts";
import { builtProgram } from "../testing/built-program.ts";
import { exchangeRaw, rawRequest } from "./testing/proxy-side.ts";
import { openWorkspaceSide } from "./testing/workspace-side.ts";

const repository = new URL("../../../", import.meta.url).pathname;
const guide = readFileSync(join(repository, "docs/guides/http-api.md"), "utf8");
const calls: { authorization?: string; body: string }[] = [];
const api = await httpsServer((request, response) => void refund(request, response));
const side = await openWorkspaceSide();
const folder = mkdtempSync(join(tmpdir(), "countersign-guide-"));
const children: ChildProcess[] = [];
afterAll(() => {
  for (const child of children) child.kill("SIGKILL");
  rmSync(folder, { recursive: true });
});

const port = await freePort();
const here = (example: string) =>
  example
    .replaceAll("payments.example", `localhost:${api.port}`)
    .replaceAll("127.0.0.1:8790", `127.0.0.1:${port}`);
const blocks = (language: string) =>
  [...guide.matchAll(new RegExp(`^\`\`\`${language}\n([\\s\\S]*?)^\`\`\``, "gm"))].map(([, code = ""]) =>
    here(code),
  );
const [check = "", start = "", small = "", large = "", again = "", ...others] = blocks("sh");

writeFileSync(join(folder, "map.json"), blocks("json")[0] ?? "");
writeFileSync(join(folder, "agent.json"), JSON.stringify(side.credentials), { mode: 0o600 });
writeFileSync(join(folder, "ca.pem"), certificate);
const program = `#!/bin/sh\nexec "${process.execPath}" "${await builtProgram()}" "$@"\n`;
writeFileSync(join(folder, "countersign"), program, { mode: 0o755 });

test("the guide's commands put an API behind the proxy, and an approval lets its call run once", async () => {
  expect(others).toEqual([]);
  expect(JSON.parse(await output(check))).toMatchObject({ type: "refund.create", params: { amount: 50 } });
  const proxy = run(start);
  const log: string[] = [];
  proxy.stderr?.on("data", (data) => log.push(String(data)));
  await vi.waitFor(() => expect(log.join("")).toContain("Listening on"), { timeout: 30_000 });

  expect(await output(small)).toBe('{"refunded":50}');
  const pending = await output(large);
  const id = await side.pending();
  expect(pending).toMatch(
    new RegExp(`^HTTP/1.1 202 [\\s\\S]*location: \\S*${id}[\\s\\S]*"code":"pending"`, "i"),
  );
  expect(calls.length).toBe(1);
  await side.owner.approve(id);
  expect(await output(again)).toBe('{"refunded":1250}');
  expect(calls.map(({ authorization }) => authorization)).toEqual(["Bearer sk_live_81", "Bearer sk_live_81"]);

  const control = ["X-Note: a\u0001b", "Content-Type: application/json", "Content-Length: 2"];
  expect(await exchangeRaw(port, rawRequest("POST /refunds HTTP/1.1", control, "{}"))).toMatch(
    /^HTTP\/1.1 400/,
  );
  expect(calls.length).toBe(2);

  proxy.kill("SIGTERM");
  expect(await once(proxy, "exit")).toEqual([0, null]);
  expect(log.join("")).not.toContain("sk_live_81");
});

test("the guide names the options of the command", async () => {
  const { run: runHere } = await openAgentSide();
  const help = (await runHere(["proxy", "--help"])).io.stdout;
  const options = [...guide.matchAll(/--(?!call)[a-z-]{3,}/g)].map(([option]) => option);
  expect(options.length).toBeGreaterThan(8);
  expect(options.filter((option) => !help.includes(option))).toEqual([]);
});

async function refund(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const body = await text(request);
  calls.push({ authorization: request.headers.authorization, body });
  response.end(JSON.stringify({ refunded: JSON.parse(body).amount }));
}

/** Runs commands of the guide in a shell. */
function run(commands: string): ChildProcess {
  const env = {
    ...process.env,
    PATH: `${folder}:${process.env.PATH}`,
    COUNTERSIGN_CREDENTIALS: join(folder, "agent.json"),
    NODE_EXTRA_CA_CERTS: join(folder, "ca.pem"),
    // The strict parser doesn't depend on the settings of the process.
    NODE_OPTIONS: "--insecure-http-parser",
  };
  // The shell becomes the last command, so that a signal reaches that command.
  const script = commands.replace(/^countersign proxy/m, "exec countersign proxy");
  const child = spawn("bash", ["-c", script], { cwd: folder, env, stdio: ["ignore", "pipe", "pipe"] });
  children.push(child);
  return child;
}

async function output(commands: string): Promise<string> {
  const child = run(commands);
  const [out, error, [code]] = await Promise.all([
    text(child.stdout as NodeJS.ReadableStream),
    text(child.stderr as NodeJS.ReadableStream),
    once(child, "exit"),
  ]);
  expect([code, code === 0 ? "" : error]).toEqual([0, ""]);
  return out;
}

async function freePort(): Promise<number> {
  const { server, port: free } = await httpServer(() => {});
  await new Promise((resolve) => server.close(resolve));
  return free;
}
