import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { builtProgram } from "../../../../bin/client/testing/built-program.ts";
import { openWorkloadJob } from "./testing/workload-job.ts";

const job = await openWorkloadJob();
const bin = join(job.folder, "bin");
mkdirSync(bin);
symlinkSync(await builtProgram(), join(bin, "countersign"));

const guide = readFileSync("docs/guides/workloads.md", "utf8");
const commands = [...guide.matchAll(/^```sh\n(.*?)^```/gms)].map(([, command]) => command ?? "");
const [github = "", gitlab = "", kubernetes = "", ask = "", ...others] = commands;

function run(command: string, more: Record<string, string> = {}) {
  const env = {
    PATH: `${bin}:${process.env.PATH}`,
    COUNTERSIGN_URL: job.url,
    AGENT_ID: job.agentId,
    ...more,
  };
  return job.run("bash", ["-ec", command], env);
}

test("the commands of the guide for GitHub Actions enroll a key, ask and redeem", async () => {
  expect(others).toEqual([]);
  expect(await run(github, job.github)).toContain(`Enrolled as ${job.agentId}`);
  await run(ask);
  expect(await job.redeemed()).toBe(1);
});

test("the commands of the guide for GitLab CI and Kubernetes enroll a key", async () => {
  const fromVariable = await run(gitlab, { COUNTERSIGN_WORKLOAD_TOKEN: await job.token() });
  expect(fromVariable).toContain(`Enrolled as ${job.agentId}`);
  writeFileSync(join(job.folder, "token"), await job.token());
  const mounted = kubernetes.replace("/var/run/secrets/countersign/token", "token");
  expect(await run(mounted)).toContain(`Enrolled as ${job.agentId}`);
});
