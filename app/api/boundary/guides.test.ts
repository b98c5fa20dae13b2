import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { promisify } from "node:util";
import { expect, test } from "vitest";
import { RunningWorkspace } from "#app/api/testing/running-workspace";
import { startRuntime } from "#app/runtime/runtime";
import { issueHookToken } from "#lib/agents/keys/add-key";
import { overridingHeaders } from "#lib/boundary/mapping/engine/http-headers";
import { checkAddress, forwardAuthAddress, tokenHeader } from "./gateways/original-address.ts";
import { serve } from "./testing/serve.ts";
import { ToolHive } from "./testing/toolhive.ts";

const { workspace, admin } = await RunningWorkspace.open();
const { db, runtime, time } = workspace;
// The commands take the time from the machine.
startRuntime({ ...runtime, clock: () => new Date(), config: { ...runtime.config, hookHoldSeconds: 0 } });
const owner = await workspace.person("Olga Owner", ["approver"], admin);
const agent = await workspace.agent(admin, owner);
const { token } = await issueHookToken(db, { actor: owner.viewer, agentId: agent.id, now: time.now });
const { secret } = await ToolHive.open(workspace, agent.id, owner);
const { url } = await serve(runtime.config.origin);
const env = {
  ...process.env,
  ...{ COUNTERSIGN_URL: url, AGENT_ID: agent.id },
  ...{ COUNTERSIGN_TOKEN: token, TOOLHIVE_SECRET: secret },
};

const guideOf = (name: string) => readFileSync(`docs/guides/${name}.md`, "utf8");
const commandsOf = (guide: string) =>
  [...guide.matchAll(/^```sh\n(.*?)^```/gms)].map(([, command]) => command ?? "");

interface Answer {
  decision?: boolean;
  evaluations?: { decision: boolean }[];
  context?: { request: string; obligations: { approval_url: string }[] };
  allowed?: boolean;
  request?: string;
  details?: { request: string };
}

async function run(command = ""): Promise<Answer> {
  const { stdout } = await promisify(execFile)("bash", ["-c", command], { env });
  return JSON.parse(stdout) as Answer;
}

test("the commands of the guide to AuthZEN do what it says", async () => {
  const [metadata, allowed, pending, batch, ...others] = commandsOf(guideOf("authzen"));
  expect(others).toEqual([]);
  expect(await run(metadata)).toMatchObject({ policy_decision_point: runtime.config.origin });
  expect(await run(allowed)).toMatchObject({ decision: true });
  const { decision, context } = await run(pending);
  expect([decision, context?.obligations[0]?.approval_url]).toEqual([
    false,
    `${runtime.config.origin}/requests/${context?.request}`,
  ]);
  await owner.approve(context?.request ?? "");
  expect((await run(pending)).decision).toBe(true);
  expect((await run(pending)).decision).toBe(false);
  expect(await run(batch)).toMatchObject({ evaluations: [{ decision: true }, { decision: true }] });
});

test("the commands of the guide to gateways do what it says", async () => {
  const commands = commandsOf(guideOf("gateways"));
  expect(commands.length).toBe(3);
  for (const command of commands) {
    const first = await run(command);
    expect(first.allowed).toBe(false);
    await owner.approve(first.request ?? first.details?.request ?? "");
    expect((await run(command)).allowed).toBe(true);
    expect((await run(command)).allowed).toBe(false);
  }
});

test("the settings of gateways name the addresses and the header that Countersign reads, and fail closed", () => {
  const settings = guideOf("gateways");
  expect(settings).toContain(`        path_prefix: ${checkAddress}\n`);
  expect(settings).toContain(`            - key: ${tokenHeader}\n              value: cst_... api.example\n`);
  expect(settings).toContain("    domains: [api.example]\n");
  expect(settings).toContain("      failure_mode_allow: false\n");
  expect(settings).toContain(`proxy_pass https://countersign.example${forwardAuthAddress};\n`);
  expect(settings).toContain(`\t\turi ${forwardAuthAddress}\n`);
  expect(settings).toContain(`address: https://countersign.example${forwardAuthAddress}\n`);
  expect(settings).toContain("trustForwardHeader: false\n");
});

test("the settings of each gateway remove every header that Countersign refuses", () => {
  const guide = guideOf("gateways").toLowerCase();
  const sections = guide.split(/^#{2,3} /m);
  const of = (title: string) => sections.find((section) => section.startsWith(`${title}\n`)) ?? "";
  for (const name of overridingHeaders) {
    expect(of("2. add the filter")).toContain(`- exact: ${name}\n`);
    expect(of("2. add the filter")).toMatch(
      new RegExp(`request_headers_to_remove: \\[[^\\]]*\\b${name}[,\\]]`),
    );
    expect(of("nginx")).toContain(`proxy_set_header ${name} "";\n`);
    expect(of("caddy")).toContain(`header_up -${name}\n`);
    expect(of("traefik")).toContain(`${name}: ""\n`);
  }
});
