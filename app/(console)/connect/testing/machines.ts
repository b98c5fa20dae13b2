import { rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { expect } from "vitest";
import { check, send } from "#app/api/boundary/testing/hooked-agent";
import { profileOf } from "#components/agents/commands.ts";
import type { KindId } from "#components/agents/connect/kinds.ts";
import { codexSettings } from "#components/agents/hook-settings.ts";
import type { HookClient } from "#lib/boundary/hooks/action-of-hook";
import { connect, servers } from "../../../../bin/client/mcp/testing/gateway-client.ts";
import { withoutPython } from "../../../../client/testing/python.ts";
import type { Connected } from "../connected.ts";
import { type Connecting, subject, textOf } from "./connecting-people.ts";

/**
 * How the machine of a kind gets its key or is checked, and then asks. An ask of the TypeScript package
 * is one of the command line here.
 */
interface Machine {
  prepare?: (connected: Connected) => Promise<unknown>;
  call: (connected: Connected) => Promise<unknown>;
}

/** The machine of each kind. For tests only. */
export function machinesOf({
  origin,
  issuer,
  folder,
  time,
  run,
  served,
  env,
}: Connecting): Record<KindId, Machine> {
  const enroll = (connected: Connected) => run(textOf(connected, " enroll "));
  const ask = ({ agent }: Connected) =>
    run(`countersign ask deploy.run --profile ${profileOf(agent)} --param to=eu --no-wait || test $? = 14`);
  const keyed = { prepare: enroll, call: ask };
  const post = async (connected: Connected, address: string, body: unknown) => {
    const token = textOf(connected, "cst_");
    const headers = { authorization: `Bearer ${token}`, "content-type": "application/json" };
    const answer = await send(address, { method: "POST", headers, body: JSON.stringify(body) });
    expect(answer.status).toBe(200);
    return answer.text();
  };
  const hook = (client: HookClient, settingsIn: (connected: Connected) => unknown): Machine => ({
    prepare: async (connected) => {
      const token = textOf(connected, "cst_");
      expect((await check(origin, token, settingsIn(connected), client)).status).toBe(200);
    },
    call: async (connected) =>
      expect(await post(connected, `${origin}/hooks/${client}`, event)).toContain("/requests/req_"),
  });
  return {
    "claude-code": hook("claude-code", (connected) => JSON.parse(textOf(connected, "PreToolUse"))),
    // Codex itself reports its hooks (docs/guides/claude-code.md).
    codex: hook("codex", () => codexSettings({ origin, holdSeconds: 0 })),
    cursor: hook("cursor", (connected) => JSON.parse(textOf(connected, "beforeShellExecution"))),
    mcp: { prepare: enroll, call: (connected) => served(() => callThroughGateway(connected, env)) },
    http: {
      prepare: enroll,
      call: async (connected) => expect(await run(callThroughProxy(connected))).toContain("\nlocation: "),
    },
    gateway: {
      call: (connected) => {
        const address = textOf(connected, "evaluation");
        const action = { name: "deploy.run", properties: {} };
        const agent = { type: "agent", id: connected.agent.id };
        return post(connected, address, { subject: agent, action, resource: { type: "cluster", id: "eu" } });
      },
    },
    ci: {
      prepare: async (connected) => {
        // A job starts without the files of another one.
        rmSync(path.join(folder, "agent.json"), { force: true });
        const audience = textOf(connected, `${origin}/agents/${connected.agent.id}`);
        writeFileSync(
          path.join(folder, "token.jwt"),
          await issuer.sign({ sub: subject, aud: audience }, time.now),
        );
        await run(textOf(connected, "--workload-token token.jwt"));
      },
      call: (connected) => run(`${textOf(connected, "ask refund.create")} --no-wait || test $? = 14`),
    },
    // Its code runs with its package in client/package.test.ts.
    typescript: keyed,
    python: {
      prepare: enroll,
      call: async (connected) => {
        if (withoutPython) return ask(connected);
        const text = textOf(connected, "from countersign").replace("1250", "50");
        writeFileSync(path.join(folder, "first_request.py"), text);
        return run("python3 first_request.py", { PYTHONPATH: path.resolve("python") });
      },
    },
    curl: { prepare: enroll, call: (connected) => run(textOf(connected, "curl -sS")) },
  };
}

const event = {
  ...{ session_id: "s1", cwd: "/work", hook_event_name: "PreToolUse", tool_use_id: "toolu_1" },
  ...{ tool_name: "Bash", tool_input: { command: "true" } },
};

/** An MCP client with the shown settings, in front of another server than the example's. */
async function callThroughGateway(connected: Connected, env: NodeJS.ProcessEnv) {
  const { command, args } = JSON.parse(textOf(connected, "mcpServers")).mcpServers.files;
  const gateway = [...args.slice(0, args.indexOf("--")), "--hold", "0"];
  const server = ["--", process.execPath, servers.everything];
  const client = await connect({
    command,
    args: [...gateway, ...server],
    env: env as Record<string, string>,
  });
  const { isError } = await client.callTool({ name: "echo", arguments: { message: "hello" } });
  expect(isError).toBe(true);
}

/** The shown proxy on a free port, a person who pastes its token, and the shown call. */
function callThroughProxy(connected: Connected): string {
  const proxy = textOf(connected, "countersign proxy")
    .replace("127.0.0.1:8790", "127.0.0.1:0")
    .replace("\ncountersign", "\nexec countersign");
  const call = textOf(connected, "curl -i")
    .replace("http://127.0.0.1:8790", "$url")
    .replace("curl -i", "curl -siH 'Prefer: wait=0'");
  return `export API_AUTHORIZATION=Bearer
coproc PROXY { ${proxy} 2>&1; }
while read -r line <&"\${PROXY[0]}"; do case $line in
  "Token of the proxy: "*) PROXY_TOKEN=\${line##* };;
  "Listening on "*) set -- $line; url=$3; break;;
esac; done
${call}
kill $PROXY_PID`;
}
