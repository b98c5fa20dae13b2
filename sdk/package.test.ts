import { spawn } from "node:child_process";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { expect, onTestFinished, test, vi } from "vitest";
import { PackedPackage, repository } from "./testing/packed-package.ts";
import { reservePort } from "./testing/tool-servers.ts";
import { issuer, ToolSide } from "./testing/tool-side.ts";

// The guide's server listens where the agent calls: the test's own port passes the calls on.
const port = await reservePort();
const side = await ToolSide.open([port.url]);
const project = await PackedPackage.install();
const guide = readFileSync(path.join(repository, "docs/guides/tool-author.md"), "utf8");
const examples = new Map(
  [...guide.matchAll(/^```js (\S+)\n(.*?)^```/gms)].map(([, name, code]) => [name, code]),
);
for (const [name, code] of examples) writeFileSync(path.join(project.folder, name as string), code as string);
// Grants name the workspace's origin, where nothing listens in a test.
const rerouted = `const real = fetch; globalThis.fetch = (url, init) => real(String(url).replace(${JSON.stringify(issuer)}, ${JSON.stringify(side.url)}), init);`;
writeFileSync(path.join(project.folder, "reroute.mjs"), rerouted);
const env = {
  ...{ COUNTERSIGN_URL: issuer, TOOL_URL: port.url, TOOL_KEY: side.toolKey, PORT: "0" },
  ...{ AGENT_ID: side.caller.id, AGENT_KEY: side.callerKey, NODE_NO_WARNINGS: "1" },
};
const node = (args: string[], more: { stdin?: string } = {}) =>
  project.node(["--import", "./reroute.mjs", ...args], { env, ...more });

test("the packed package has its code, its types, its license and its README, and nothing else", () => {
  const sources = readdirSync(path.join(repository, "sdk/src"), { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".mjs"))
    .map((file) => file.slice(0, -".mjs".length));
  const expected = sources.flatMap((file) => [`src/${file}.mjs`, `types/${file}.d.mts`]);
  expect(project.files).toEqual([...expected, "LICENSE", "README.md", "package.json"].sort());
  const { dependencies } = JSON.parse(readFileSync(path.join(repository, "sdk/package.json"), "utf8"));
  expect(Object.keys(dependencies)).toEqual(["jose"]);
});

test("every entry point has types, without types of any framework", async () => {
  const { exports } = JSON.parse(readFileSync(path.join(repository, "sdk/package.json"), "utf8"));
  const names = Object.keys(exports).map((name) => name.replace(".", "@countersign/tools"));
  const lines = names.map((name, at) => `import * as m${at} from "${name}"; export { m${at} };`);
  const use = [
    'import { createTool, type Tool } from "@countersign/tools";',
    'const tool: Tool = createTool({ issuer: "https://a.example", audience: "https://b.example" });',
    'const done: Promise<number> = tool.guard(undefined, { type: "a", params: {} }, () => 1); export { done };',
    "// @ts-expect-error the result is the type of what runs",
    'export const wrong: Promise<string> = tool.guard(undefined, { type: "a", params: {} }, () => 1);',
  ];
  writeFileSync(path.join(project.folder, "use.mts"), [...lines, ...use].join("\n"));
  const compilerOptions = { module: "NodeNext", target: "ES2023", strict: true, noEmit: true, types: [] };
  const lib = ["ES2023", "DOM", "DOM.Iterable"];
  const settings = { compilerOptions: { ...compilerOptions, lib }, files: ["use.mts"] };
  writeFileSync(path.join(project.folder, "tsconfig.json"), JSON.stringify(settings));
  expect(await project.typeErrors()).toBe("");
});

test("the guide's tools run with every framework, and its agent gets the refund", async () => {
  const [first = 0, ...others] = await startExamples(["express.mjs", "fastify.mjs", "hono.mjs", "fetch.mjs"]);
  port.forwardTo(first);
  expect(await node(["agent.mjs"])).toBe("200 { refunded: 50 }");
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

test("the guide's guard runs once", async () => {
  const action = { type: "refund.create", resource: "charge/ch_81", params: { amount: 50, currency: "USD" } };
  const presented = await side.present({ ...action, audience: port.url });
  const stdin = JSON.stringify({ presented, charge: "ch_81", amount: 50 });
  expect(await node(["guard.mjs"], { stdin })).toBe("refunded 50");
});

test("the guide's AI SDK tool runs after its grant was redeemed", async () => {
  const call = { toolCallId: "call_1", messages: [] };
  const driver = `
    import { tools } from "./ai-sdk.mjs";
    const [input, call] = [{ charge: "ch_81", amount: 50 }, ${JSON.stringify(call)}];
    console.log(await tools.refund.needsApproval(input, call), await tools.refund.execute(input, call));`;
  expect(await node(["--input-type=module", "--eval", driver])).toBe("false refunded 50");
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
      await import("./" + name);
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
