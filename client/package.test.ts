import { spawn } from "node:child_process";
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { expect, onTestFinished, test, vi } from "vitest";
import { profileOf } from "../components/agents/commands.ts";
import { firstRequest } from "../components/agents/connect/own-code.ts";
import { writeConsumers } from "./testing/consumers.ts";
import { documentedSamples, documents, samplesOf, shownAgent, writeSample } from "./testing/doc-samples.ts";
import { PackedPackage, repository } from "./testing/packed-package.ts";
import { reservePort } from "./testing/tool-servers.ts";
import { issuer, ToolSide } from "./testing/tool-side.ts";

// The guide's server listens where the agent calls: the test's own port passes the calls on.
const port = await reservePort();
const side = await ToolSide.open([port.url]);
const packed = await PackedPackage.pack();
const used = ["@types/node", "express", "@types/express", "fastify", "hono", "@hono/node-server", "ai"];
const project = await packed.installed("documents", [...used, "standardwebhooks"]);
const broken = samplesOf("broken.md", 'One sample:\n\n```ts\nconst amount: number = "50";\n```\n');
const samples = [...documentedSamples(), ...broken];
for (const sample of samples) writeSample(project.folder, sample);
const errors = await packed.compile(
  samples.map(({ from, name }) => `documents/${from}/${name}`),
  {
    allowJs: true,
    types: ["node"],
    typeRoots: ["documents/node_modules/@types"],
    outDir: "documents/compiled",
    skipLibCheck: true,
  },
);
const consumersErrors = await packed.compile(await writeConsumers(packed), { noEmit: true, types: [] });
const compiled = "./compiled/documents/docs/guides/tool-author.md";
// Grants name the workspace's origin, where nothing listens in a test.
const rerouted = `const real = fetch; globalThis.fetch = (url, init) => real(String(url).replace(${JSON.stringify(issuer)}, ${JSON.stringify(side.url)}), init);`;
writeFileSync(path.join(project.folder, "reroute.mjs"), rerouted);
const env = {
  ...{ COUNTERSIGN_URL: issuer, TOOL_URL: port.url, TOOL_KEY: side.toolKey, PORT: "0" },
  ...{ AGENT_ID: side.caller.id, AGENT_KEY: side.callerKey, NODE_NO_WARNINGS: "1" },
};
const node = (args: string[], more: { stdin?: string; env?: Record<string, string> } = {}) =>
  project.node(["--import", "./reroute.mjs", ...args], { ...more, env: { ...env, ...more.env } });

test("every TypeScript sample of the documents and the console compiles, and every JavaScript sample parses", () => {
  const named = errors.map((error) =>
    error.replace(/^documents\/(.+\.(?:md|ts))\/[^/(]+\((\d+),\d+\)/, "$1:$2"),
  );
  expect(named).toEqual(["broken.md:4: error TS2322: Type 'string' is not assignable to type 'number'."]);
});

test("the packed package has its code, its types, the command line and its one dependency, and nothing else", () => {
  const sources = readdirSync(path.join(repository, "client/src"), { recursive: true, encoding: "utf8" });
  const expected = sources.flatMap((file) => {
    const [, name] = /^(.+?)(?<!\.test)\.ts$/.exec(file) ?? [];
    return name ? [`dist/${name}.js`, `dist/${name}.d.ts`] : [];
  });
  const own = packed.files.filter((file) => !file.startsWith("node_modules/jose/"));
  expect(own).toEqual([...expected, "LICENSE", "README.md", "countersign.cjs", "package.json"].sort());
  const { dependencies } = JSON.parse(readFileSync(path.join(repository, "client/package.json"), "utf8"));
  expect(Object.keys(dependencies)).toEqual(["jose"]);
});

test("every entry point has types, and only those of Fastify and Hono need their framework", () => {
  expect(consumersErrors).toEqual([]);
});

test("the guide's tools run with every framework, and its agent gets the refund", async () => {
  const [first = 0, ...others] = await startExamples(["express", "fastify", "hono", "fetch"]);
  port.forwardTo(first);
  expect(await node([`${compiled}/agent.js`])).toBe("200 { refunded: 50 }");
  for (const other of others) {
    port.forwardTo(other);
    const init = {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: '{"charge":"c","amount":50}',
    };
    const response = await side.agent.fetch(`${port.url}/refunds`, init);
    expect([response.status, await response.json()]).toEqual([200, { refunded: 50 }]);
  }
});

test.each([
  ["", ".config"],
  ["config", "config"],
])(
  "the first request that the console shows waits for its owner, with XDG_CONFIG_HOME=%s, and its grant is redeemed",
  async (set, folder) => {
    const saved = { url: issuer, agent: side.caller.id, key: side.callerKey };
    const file = path.join(project.folder, folder, "countersign", `${profileOf(shownAgent)}.json`);
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, JSON.stringify(saved));
    const code = "./compiled/documents/components/agents/connect/own-code.ts/shown.js";
    const XDG_CONFIG_HOME = set && path.join(project.folder, set);
    const running = node([code], { env: { HOME: project.folder, XDG_CONFIG_HOME } });
    await side.approveNext();
    expect(await running).toMatch(/^Approve at http\S+\nPerform exactly this action now: /);
    rmSync(file);
  },
);

test("the guide's guard runs once", async () => {
  const action = { type: "refund.create", resource: "charge/ch_81", params: { amount: 50, currency: "USD" } };
  const presented = await side.present({ ...action, audience: port.url });
  const stdin = JSON.stringify({ presented, charge: "ch_81", amount: 50 });
  expect(await node([`${compiled}/guard.js`], { stdin })).toBe("refunded 50");
});

test("the guide's AI SDK agent waits for the owner, and its tool runs after the grant was redeemed", async () => {
  const driver = `
    import { MockLanguageModelV3 } from "ai/test";
    import { answer } from "${compiled}/ai-sdk.js";
    const tokens = { total: 1, noCache: 1, cacheRead: 0, cacheWrite: 0 };
    const usage = { inputTokens: tokens, outputTokens: { total: 1, text: 1, reasoning: 0 } };
    const input = JSON.stringify({ charge: "ch_81", amount: 1250 });
    const doGenerate = async ({ prompt }) => {
      const result = prompt.at(-1).role === "tool" ? prompt.at(-1).content[0].output.value : undefined;
      const content = result
        ? { type: "text", text: result }
        : { type: "tool-call", toolCallId: "call_1", toolName: "refund", input };
      const finishReason = { unified: result ? "stop" : "tool-calls", raw: undefined };
      return { content: [content], finishReason, usage, warnings: [] };
    };
    console.log(await answer(new MockLanguageModelV3({ doGenerate }), [{ role: "user", content: "Refund" }]));`;
  const running = node(["--input-type=module", "--eval", driver]);
  await side.approveNext();
  expect(await running).toBe("refunded 1250");
});

test("the test of the skill passes, and fails without the guard of the skill", async () => {
  const folder = "compiled/documents/docs/skills/require-grant/SKILL.md";
  const run = () => node(["--test", "--test-reporter=tap", `${folder}/refunds.test.js`]);
  expect(await run()).toContain("# pass 1");
  const file = path.join(project.folder, folder, "refunds.js");
  const guarded = readFileSync(file, "utf8");
  writeFileSync(file, guarded.replace("requireGrant(tool, refund), (request", "(request"));
  await expect(run()).rejects.toMatchObject({ stdout: expect.stringContaining("# fail 1") });
});

test("a call that the documented TypeScript signs is accepted", async () => {
  const driver = `
    import { signed } from "./compiled/documents/docs/agents.md/signed.js";
    const { COUNTERSIGN_URL: url, AGENT_ID: agent, AGENT_KEY: key } = process.env;
    const body = JSON.stringify({ action: { type: "refund.create", params: { amount: 50, currency: "USD" } } });
    const call = { method: "POST", body, headers: signed(key, body) };
    const { request } = await (await fetch(url + "/api/v1/agents/" + agent + "/requests", call)).json();
    console.log(request.state);`;
  expect(await node(["--input-type=module", "--eval", driver])).toBe("allowed");
});

test("no document needs programs that some machines don't have", () => {
  const texts = documents().map((name) => [name, readFileSync(path.join(repository, name), "utf8")] as const);
  const shown = (["public", "secret"] as const).map(
    (kind) =>
      [
        kind,
        firstRequest("curl", { agent: shownAgent, given: { kind, secret: "", expiresAt: "" } }),
      ] as const,
  );
  const found = [...texts, ...shown].filter(([, text]) => /\b(uuidgen|xxd)\b/.test(text));
  expect(found.map(([name]) => name)).toEqual([]);
});

/** Starts the examples in one process, and returns the ports that they listen on. */
async function startExamples(names: string[]): Promise<number[]> {
  const driver = `
    import { Server } from "node:http";
    const listen = Server.prototype.listen;
    for (const name of ${JSON.stringify(names)}) {
      const listening = new Promise((resolve) => {
        Server.prototype.listen = function (...args) {
          this.once("listening", () => resolve(this.address().port));
          return listen.apply(this, args);
        };
      });
      await import("${compiled}/" + name + ".js");
      process.send(await listening);
    }`;
  const args = ["--import", "./reroute.mjs", "--input-type=module", "--eval", driver];
  const stdio = ["ignore", "inherit", "inherit", "ipc"] as const;
  const options = { cwd: project.folder, env: { ...process.env, ...env }, stdio: [...stdio] };
  const server = spawn(process.execPath, args, options);
  onTestFinished(() => void server.kill());
  const heard: number[] = [];
  server.on("message", (listening) => heard.push(Number(listening)));
  await vi.waitFor(() => expect(heard).toHaveLength(names.length), { timeout: 20_000 });
  return heard;
}
