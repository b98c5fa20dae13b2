import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { once } from "node:events";
import { readdirSync, readFileSync } from "node:fs";
import { expect, test, vi } from "vitest";
import { z } from "zod";
import { builtProgram } from "../../../../bin/client/testing/built-program.ts";
import { client } from "../../../../bin/setup/repository.mjs";
import { readPipelineFiles, script } from "./testing/pipeline-files.ts";
import { openWorkloadJob } from "./testing/workload-job.ts";

await builtProgram();
const content = readFileSync(client);
const sha256 = createHash("sha256").update(content).digest("hex");
const names = ["countersign-1.0.0.cjs", "countersign-1.0.0.tgz"];
const other = { name: names[1] ?? "", content: Buffer.from("x"), sha256: "b".repeat(64) };
const swapped = { name: "swapped.cjs", content: Buffer.from("process.exit(0)"), sha256: "a".repeat(64) };
const { action, component, variables, inlined } = readPipelineFiles();
const job = await openWorkloadJob([{ name: names[0] ?? "", content, sha256 }, other, swapped]);

/** The inputs of a job, as both platforms give them to the script. */
function inputs(given: Record<string, string>): Record<string, string> {
  const all = {
    url: job.url,
    agent: job.agentId,
    sha256,
    action: "deploy.start",
    expires_in: "600",
    ...given,
  };
  const named = Object.entries(all).map(([name, value]) => [`INPUT_${name.toUpperCase()}`, value]);
  // A test sees which files are left.
  return { ...Object.fromEntries(named), TMPDIR: job.folder };
}

const onGitHub = (env: Record<string, string>) =>
  job.run(process.execPath, [script], { ...job.github, ...env });
async function onGitLab(env: Record<string, string>) {
  const token = { COUNTERSIGN_WORKLOAD_TOKEN: await job.token() };
  return job.run("sh", ["-ec", inlined], { ...token, ...env });
}

/** The request of the job, as soon as it is pending. */
async function pending() {
  const [row] = await vi.waitUntil(
    async () => {
      const rows = await job.workspace.db.$client`select id, action from requests where state = 'pending'`;
      return rows.length > 0 && rows;
    },
    { timeout: 30_000 },
  );
  const { id, action } = z.object({ id: z.string(), action: z.string() }).parse(row);
  return { id, action: JSON.parse(action) };
}

const hostile = {
  BRANCH: "$(touch pwned)`touch pwned`;touch pwned #",
  TITLE: `'"; touch pwned; "' \\ \${IFS} %0A::set-env`,
  OPTION: "--out=pwned",
  NUMBER: "42",
  JSON: '{"amount":1}',
  LINES: "a\nEND_OF_ASK\ntouch pwned\n",
};

test.each([
  ["GitHub Actions", onGitHub],
  ["GitLab CI", onGitLab],
])("a job of %s asks, waits and redeems, and no shell reads its inputs", async (_, run) => {
  const before = await job.redeemed();
  const names = Object.keys(hostile);
  const running = run({
    ...hostile,
    ...inputs({
      resource: hostile.BRANCH,
      reason: hostile.TITLE,
      parameters: '{"environment": "production"}',
      parameters_from: names.map((name) => `${name.toLowerCase()}=${name}`).join(" "),
    }),
  });
  const { id, action } = await Promise.race([pending(), running.then(() => expect.fail("not asked"))]);
  const given = Object.fromEntries(names.map((name) => [name.toLowerCase(), Reflect.get(hostile, name)]));
  expect(action).toMatchObject({ resource: hostile.BRANCH, params: { environment: "production", ...given } });
  expect((await job.owner.approve(id, { origin: job.url })).status).toBe(201);
  const output = await running;
  expect(output).toContain("You may perform the action once.");
  expect(output).not.toMatch(/eyJ|whsk_/);
  expect(await job.redeemed()).toBe(before + 1);
  expect(readdirSync(job.folder)).toEqual([]);
});

test("a denied action ends the job with the exit code of the denial, and redeems nothing", async () => {
  const before = await job.redeemed();
  const running = onGitHub(inputs({})).catch((error) => error);
  const { id } = await pending();
  expect((await job.owner.post(`/api/requests/${id}/denials`, { reason: "Not today" })).status).toBe(201);
  expect(await running).toMatchObject({ code: 10 });
  expect(await job.redeemed()).toBe(before);
});

test("a cancelled job withdraws its request", async () => {
  const env = { ...process.env, ...job.github, ...inputs({}) };
  const child = spawn(process.execPath, [script], { env, stdio: ["ignore", "ignore", "pipe"] });
  let output = "";
  child.stderr.on("data", (text) => {
    output += text;
  });
  await vi.waitUntil(() => output.includes("Pending: "), { timeout: 30_000 });
  const { id } = await pending();
  child.kill("SIGTERM");
  expect(await once(child, "exit")).toEqual([13, null]);
  const [row] = await job.workspace.db.$client`select state from requests where id = ${id}`;
  expect(row).toEqual({ state: "cancelled" });
});

test.each([
  ["no sum", { sha256: "" }, "sha256 is missing"],
  ["a short sum", { sha256: sha256.slice(1) }, "sha256 must be"],
  ["a sum that the server doesn't list", { sha256: "0".repeat(64) }, "no file with this sha256"],
  ["the sum of another file", { sha256: other.sha256 }, "no file with this sha256"],
  ["the sum of bytes that the server doesn't send", { sha256: swapped.sha256 }, "It wasn't run"],
  ["a path in the address", { url: "https://countersign.example/" }, "url must be an origin"],
  ["another agent's path", { agent: "agt_1/../agt_2" }, "agent must be the ID"],
  ["an option as the action", { action: "--help" }, "action must be"],
  ["a variable that isn't set", { parameters_from: "branch=NOWHERE" }, "NOWHERE, which isn't set"],
  ["a value in place of a variable", { parameters_from: "branch=$(id)" }, "takes name=VARIABLE"],
])("with %s nothing is asked", async (_, given, words) => {
  const calls = job.workspace.db.$client`select count(*)::int as asked from requests`;
  const before = await calls;
  const failing = onGitHub({ ...inputs(given), COUNTERSIGN_WORKLOAD_TOKEN: "" });
  await expect(failing).rejects.toMatchObject({ code: 2, stderr: expect.stringContaining(words) });
  expect(await job.workspace.db.$client`select count(*)::int as asked from requests`).toEqual(before);
  expect(readdirSync(job.folder)).toEqual([]);
});

test("both platforms have the same script and inputs, and GitLab expands none", () => {
  expect(inlined).toBe(
    `node --input-type=module - <<'END_OF_ASK'\n${readFileSync(script, "utf8")}END_OF_ASK\n`,
  );
  expect(action.runs).toEqual({ using: "node24", main: "ask.mjs" });
  const { image, job: name, stage, ...shared } = component;
  expect([image, name, stage]).toEqual([{}, { default: "countersign" }, { default: "deploy" }]);
  expect(Object.keys(shared)).toEqual(Object.keys(action.inputs));
  expect(shared.expires_in).toEqual(action.inputs.expires_in);
  const values = Object.keys(shared).map((each) => [`INPUT_${each.toUpperCase()}`, `$[[ inputs.${each} ]]`]);
  const given = Object.entries(variables).map(([each, { value }]) => [each, value]);
  expect(given).toEqual(values);
});
