import { execFile } from "node:child_process";
import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, test } from "vitest";
import { serve } from "#app/api/boundary/testing/serve";
import { RunningWorkspace } from "#app/api/testing/running-workspace";
import { startRuntime } from "#app/runtime/runtime";
import { enrollCommand, profileOf } from "#components/agents/commands.ts";
import { firstRequestSnippets } from "#components/agents/snippets.ts";
import { issueEnrollmentCode } from "#lib/agents/keys/issue-enrollment-code";

const { workspace, admin, owner } = await RunningWorkspace.withOwner();
const { runtime } = workspace;
const agent = { id: (await workspace.agent(admin, owner)).id, name: "First bot" };
const { url } = await serve(runtime.config.origin);
// The snippets take the time from the machine.
startRuntime({ ...runtime, clock: () => new Date(), config: { ...runtime.config, origin: url } });

const home = mkdtempSync(join(tmpdir(), "countersign-first-"));
afterAll(() => rmSync(home, { recursive: true }));
symlinkSync(join(process.cwd(), "bin"), join(home, "bin"));

async function run(program: string, args: string[]): Promise<string> {
  const PATH = `${join(home, "bin")}:${process.env.PATH}`;
  const env = { ...process.env, PATH, HOME: home, XDG_CONFIG_HOME: "" };
  return (await promisify(execFile)(program, args, { env, cwd: home })).stdout;
}

beforeAll(async () => {
  const actor = admin.viewer;
  const { code } = await issueEnrollmentCode(workspace.db, { actor, agentId: agent.id, now: new Date() });
  await run("bash", ["-ec", enrollCommand(url, agent, { kind: "code", code, expiresAt: "" })]);
});

/** Runs a snippet as its page says, from a file where it says so. */
async function runSnippet(label: string): Promise<string> {
  const { text = "" } = firstRequestSnippets(agent).find((snippet) => snippet.label === label) ?? {};
  if (label === "curl") return run("bash", ["-ec", text]);
  // Node 20 runs no TypeScript: the snippet has no types, so it is JavaScript as well.
  const [program, name] =
    label === "Python" ? ["python3", "first_request.py"] : ["node", "first-request.mjs"];
  writeFileSync(join(home, name), text);
  return run(program, [name]);
}

const hasCryptography = await promisify(execFile)("python3", ["-c", "import cryptography"]).then(
  () => true,
  () => false,
);

test.each(["curl", "TypeScript"])(
  "the first request in %s is signed, and waits for its owner",
  async (label) => {
    const { request } = JSON.parse(await runSnippet(label));
    expect(request).toMatchObject({ state: "pending", owner: owner.viewer.personId });
  },
);

test.runIf(hasCryptography)("the first request in Python is signed, and waits for its owner", async () => {
  const { request } = JSON.parse(await runSnippet("Python"));
  expect(request).toMatchObject({ state: "pending", owner: owner.viewer.personId });
});

test("an agent's name cannot smuggle anything into a snippet", () => {
  const named = { id: "agt_1", name: '"; rm -rf ~; $(id) `id` #{1}' };
  expect(profileOf(named)).toMatch(/^[a-z0-9-]+$/);
  const plain = firstRequestSnippets({ id: "agt_1", name: profileOf(named) });
  expect(firstRequestSnippets(named)).toEqual(plain);
});
