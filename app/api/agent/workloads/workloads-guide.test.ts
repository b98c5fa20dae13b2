import { execFile } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, expect, test } from "vitest";
import { serve } from "#app/api/boundary/testing/serve";
import { RunningWorkspace } from "#app/api/testing/running-workspace";
import { WorkloadIssuer } from "#app/api/testing/workload-issuer";
import { startRuntime } from "#app/runtime/runtime";
import { addWorkloadIdentity } from "#lib/agents/keys/add-identity";
import { builtProgram } from "../../../../bin/client/testing/built-program.ts";
import { subject } from "./testing/workload.ts";

const { workspace, admin, owner } = await RunningWorkspace.withOwner();
const { runtime } = workspace;
const { id: agentId } = await workspace.agent(admin, owner);
const issuer = await WorkloadIssuer.start();
const { url } = await serve(runtime.config.origin);
// The commands take the time from the machine, and follow no other origin.
startRuntime({ ...runtime, clock: () => new Date(), config: { ...runtime.config, origin: url } });
const audience = `${url}/agents/${agentId}`;
await addWorkloadIdentity(workspace.db, {
  ...{ actor: admin.viewer, agentId, issuer: issuer.url, audience, subject, claims: [], keyMinutes: 15 },
  ...{ config: runtime.config, now: new Date() },
});
const token = () => issuer.sign({ sub: subject, aud: audience }, new Date());
issuer.tokenFor = async (asked, authorization) => {
  expect([asked, authorization]).toEqual([audience, "Bearer of the job"]);
  return token();
};

const folder = mkdtempSync(join(tmpdir(), "countersign-workload-"));
afterAll(() => rmSync(folder, { recursive: true }));
mkdirSync(join(folder, "bin"));
symlinkSync(await builtProgram(), join(folder, "bin/countersign"));

const guide = readFileSync("docs/guides/workloads.md", "utf8");
const commands = [...guide.matchAll(/^```sh\n(.*?)^```/gms)].map(([, command]) => command ?? "");
const [github = "", gitlab = "", kubernetes = "", ask = "", ...others] = commands;

async function run(command: string, more: Record<string, string> = {}) {
  const path = `${join(folder, "bin")}:${process.env.PATH}`;
  const env = { ...process.env, PATH: path, COUNTERSIGN_URL: url, AGENT_ID: agentId, ...more };
  const { stdout, stderr } = await promisify(execFile)("bash", ["-ec", command], { env, cwd: folder });
  return stdout + stderr;
}

test("the commands of the guide for GitHub Actions enroll a key, ask and redeem", async () => {
  expect(others).toEqual([]);
  const enrolled = await run(github, {
    ACTIONS_ID_TOKEN_REQUEST_URL: `${issuer.url}/token?job=1`,
    ACTIONS_ID_TOKEN_REQUEST_TOKEN: "of the job",
  });
  expect(enrolled).toContain(`Enrolled as ${agentId}`);
  await run(ask);
  const [row] = await workspace.db.$client`
    select count(*)::int as redeemed from grants where agent_id = ${agentId} and state = 'redeemed'`;
  expect(row).toEqual({ redeemed: 1 });
});

test("the commands of the guide for GitLab CI and Kubernetes enroll a key", async () => {
  const fromVariable = await run(gitlab, { COUNTERSIGN_WORKLOAD_TOKEN: await token() });
  expect(fromVariable).toContain(`Enrolled as ${agentId}`);
  writeFileSync(join(folder, "token"), await token());
  const mounted = kubernetes.replace("/var/run/secrets/countersign/token", "token");
  expect(await run(mounted)).toContain(`Enrolled as ${agentId}`);
});
