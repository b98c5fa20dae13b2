import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { parse } from "yaml";
import { z } from "zod";
import { repository } from "../setup/repository.mjs";

const folder = path.join(repository, ".github/workflows");
const stepSchema = z.looseObject({ uses: z.string().optional(), run: z.string().optional() });
const jobSchema = z.looseObject({
  permissions: z.record(z.string(), z.string()).optional(),
  steps: z.array(stepSchema),
});
const workflowSchema = z.looseObject({
  permissions: z.record(z.string(), z.string()),
  jobs: z.record(z.string(), jobSchema),
});
const workflows = readdirSync(folder).map((file) => {
  return { file, ...workflowSchema.parse(parse(readFileSync(path.join(folder, file), "utf8"))) };
});
const jobs = workflows.flatMap(({ file, jobs }) =>
  Object.entries(jobs).map(([name, job]) => ({ name: `${file} ${name}`, job })),
);

test("a workflow runs each action by its commit, and puts no expression into a shell", () => {
  for (const { uses, run } of jobs.flatMap(({ job }) => job.steps)) {
    if (uses !== undefined) expect(uses).toMatch(/^[a-z-]+\/[a-z-]+@[0-9a-f]{40}$/);
    expect(run ?? "").not.toContain("${{");
  }
});

test("the job that signs and publishes runs no code of this repository or of its packages", () => {
  const writes = jobs.filter(({ job }) => /secrets\.|: ?"write"/.test(JSON.stringify(job)));
  expect(writes.map(({ name }) => name)).toEqual(["release.yml publish"]);
  expect(new Set(workflows.flatMap(({ permissions }) => Object.values(permissions)))).toEqual(
    new Set(["read"]),
  );
  const [publish] = writes;
  expect(publish?.job.environment).toBe("release");
  const code = publish?.job.steps.filter(({ uses, run }) =>
    /checkout|\bn(ode|pm|px)\b/.test(`${uses} ${run}`),
  );
  expect(code).toEqual([]);
});
