import { execFile, spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import { afterAll, expect, test } from "vitest";
import { serve } from "../app/api/boundary/testing/serve.ts";
import { readDownloads } from "../app/runtime/downloads.ts";
import { startRuntime } from "../app/runtime/runtime.ts";
import { writeDownloads } from "../bin/setup/downloads/write-downloads.ts";
import { client } from "../bin/setup/repository.mjs";
import { installCommands } from "../components/agents/install-client.tsx";
import { repository } from "./testing/packed-package.ts";
import { refundAtTool } from "./testing/refund.ts";
import { issuer, ToolSide } from "./testing/tool-side.ts";

const run = promisify(execFile);
const folder = mkdtempSync(path.join(tmpdir(), "countersign-install-"));
afterAll(() => rmSync(folder, { recursive: true }));
const side = await ToolSide.open();
await writeDownloads(path.join(folder, "downloads"));
const downloads = await readDownloads(folder);
startRuntime({ ...side.workspace.runtime, downloads });
const { url } = await serve(issuer);
const commands = new Map(installCommands(url, downloads).map(({ label, text }) => [label, text]));

// No command may reach another server: registries are an address where nothing listens.
const nowhere = "http://127.0.0.1:9";
const env = {
  ...{ PATH: process.env.PATH, HOME: folder, npm_config_prefix: path.join(folder, "global") },
  ...{
    npm_config_registry: nowhere,
    npm_config_cache: path.join(folder, "cache"),
    npm_config_audit: "false",
    PIP_INDEX_URL: nowhere,
  },
} as unknown as NodeJS.ProcessEnv;
const shell = (command: string, more: NodeJS.ProcessEnv = env) =>
  run("sh", ["-c", command], { cwd: folder, env: more });

test("two builds of the downloads have the same bytes", async () => {
  const again = path.join(folder, "again");
  await writeDownloads(path.join(again, "downloads"));
  const sums = (files: typeof downloads) => files.map(({ name, sha256 }) => [name, sha256]);
  expect(sums(await readDownloads(again))).toEqual(sums(downloads));
});

test("no compressed file names the system that built it", () => {
  const { content: packed } = downloads.find(({ name }) => name.endsWith(".tgz")) ?? {};
  expect(packed?.[9]).toBe(255);
  // The shell parser and its grammar, whose streams begin with the header in base64.
  const headers = [...readFileSync(client, "utf8").matchAll(/"(H4sI[\w+/]{10})/g)];
  expect(headers.map(([, header = ""]) => Buffer.from(header, "base64")[9])).toEqual([255, 255]);
});

test("the three files have one version", () => {
  const { version } = JSON.parse(readFileSync(path.join(repository, "package.json"), "utf8"));
  const names = ["-py3-none-any.whl", ".cjs", ".tgz"].map((ending) => `countersign-${version}${ending}`);
  expect(downloads.map(({ name }) => name)).toEqual(names);
});

test("the shown npm command checks the file and installs the command line and the package, from this server alone", async () => {
  const command = commands.get("Install with npm") ?? "";
  await expect(shell(command.replace(/"[0-9a-f]{8}/, '"00000000'))).rejects.toThrow("sha256sum");
  expect(readdirSync(folder)).not.toContain("global");
  await shell(command);
  const { stdout } = await shell(`${folder}/global/bin/countersign --help`);
  expect(stdout).toContain("countersign enroll");
  const project = path.join(folder, "project");
  mkdirSync(project);
  await shell(`cd project && ${command.replace(" --global", "")}`);
  expect(readdirSync(path.join(project, "node_modules/countersign/node_modules"))).toEqual(["jose"]);
  const use = `import { createTool } from "countersign/tool"; console.log(typeof createTool);`;
  const loaded = await run(process.execPath, ["--input-type=module", "--eval", use], { cwd: project, env });
  expect(loaded.stdout).toBe("function\n");
});

test("the shown curl command checks the one file, installs nothing with another sum, and lets its shell find it", async () => {
  const command = commands.get("Install one file") ?? "";
  const wrong = command.replace(/"[0-9a-f]{8}/, '"00000000');
  await expect(shell(wrong)).rejects.toThrow("sha256sum");
  expect(readdirSync(folder)).not.toContain(".local");
  const { stdout } = await shell(`${command} && cd / && countersign --help`);
  expect(stdout).toContain("countersign enroll");
});

test("the shown curl command checks the one file where sha256sum is missing, as on older versions of macOS", async () => {
  const PATH = path.join(folder, "programs");
  mkdirSync(PATH);
  for (const name of ["sh", "curl", "shasum", "mkdir", "install"]) {
    const { stdout } = await shell(`command -v ${name}`);
    symlinkSync(stdout.trim(), path.join(PATH, name));
  }
  const command = commands.get("Install one file") ?? "";
  const wrong = command.replace(/"[0-9a-f]{8}/, '"00000000');
  await expect(shell(wrong, { ...env, PATH })).rejects.toThrow("did NOT match");
  await shell(command, { ...env, PATH });
});

const python = "/usr/bin/python3";
const canInstall = spawnSync(python, ["-c", "import pip, venv, cryptography"]).status === 0;
test.skipIf(!canInstall)(
  canInstall
    ? "the shown pip command installs the Python client, which redeems an approved action"
    : "skipped, because Debian's python3-pip or python3-cryptography is missing",
  async () => {
    // The machine's own Python has cryptography, the one package that the client needs.
    const pip = (command: string) =>
      shell(
        command
          .replace("-m venv", "-m venv --without-pip --system-site-packages")
          .replace(".venv/bin/pip install", ".venv/bin/python -m pip install --no-deps"),
      );
    const command = commands.get("Install with pip") ?? "";
    await expect(pip(command.replace(/sha256=.{8}/, "sha256=00000000"))).rejects.toThrow("pip install");
    await pip(command);
    const given = JSON.stringify([issuer, side.caller.id, side.callerKey, side.url, refundAtTool(1250)]);
    const use = `import json, sys
import countersign
issuer, agent, key, url, action = json.loads(sys.argv[1])
client = countersign.Agent(issuer, agent, key, url=url, timeout=20)
action.pop("audience", None)
grant = client.wait(client.ask(action, reason="Customer was billed twice"))
client.redeem(grant, action)
print(countersign.__file__)`;
    const running = run(path.join(folder, ".venv/bin/python"), ["-c", use, given], { cwd: folder, env });
    const [{ stdout }] = await Promise.all([running, side.approveNext()]);
    expect(stdout).toContain(path.join(folder, ".venv/lib"));
  },
);
