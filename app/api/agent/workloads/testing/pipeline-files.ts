import { readFileSync } from "node:fs";
import path from "node:path";
import { parse, parseAllDocuments } from "yaml";
import { z } from "zod";
import { repository } from "#db/repository";

const folder = path.join(repository, "templates/ask");
/** The script that GitHub's action runs. */
export const script = path.join(folder, "ask.mjs");

const inputs = z.record(z.string(), z.object({ default: z.string().optional() }));
const actionSchema = z.object({ inputs, runs: z.object({ using: z.string(), main: z.string() }) });
const headSchema = z.object({ spec: z.object({ inputs }) });
/** A variable that GitLab expands doesn't parse. */
const variables = z.record(z.string(), z.strictObject({ value: z.string(), expand: z.literal(false) }));
/** What Countersign expects a workload's token to be for. */
const audience = z.strictObject({ aud: z.literal("$[[ inputs.url ]]/agents/$[[ inputs.agent ]]") });
const tokens = z.strictObject({ COUNTERSIGN_WORKLOAD_TOKEN: audience });
const jobSchema = z.object({
  "$[[ inputs.job ]]": z.object({ id_tokens: tokens, variables, script: z.tuple([z.string()]) }),
});

/** GitHub's action, and the inputs, the variables and the script of GitLab's component. */
export function readPipelineFiles() {
  const read = (file: string) => readFileSync(path.join(folder, file), "utf8");
  const [head, body] = parseAllDocuments(read("template.yml")).map((document) => document.toJS());
  const job = jobSchema.parse(body)["$[[ inputs.job ]]"];
  return {
    action: actionSchema.parse(parse(read("action.yml"))),
    component: headSchema.parse(head).spec.inputs,
    variables: job.variables,
    inlined: job.script[0],
  };
}
