import { api } from "#app/api/index";
import type { CallingAgent } from "#app/api/testing/calling-agent";
import type { RunningWorkspace } from "#app/api/testing/running-workspace";
import type { SignedInPerson } from "#app/api/testing/signed-in-person";
import { claudeCodeSettings } from "#components/agents/hook-settings.ts";
import { issueHookToken } from "#lib/agents/keys/add-key";
import type { HookClient } from "#lib/boundary/hooks/action-of-hook";
import { ClaudeCode } from "./claude-code.ts";

/** Calls the API in this process. */
export const send = (url: string, init?: RequestInit) =>
  Promise.resolve(api.request(new URL(url).pathname + new URL(url).search, init));

/** Sends a client's settings to be checked. */
export function check(
  origin: string,
  token: string,
  settings: unknown,
  client: HookClient = "claude-code",
): Promise<Response> {
  return send(`${origin}/hooks/${client}/check`, {
    method: "POST",
    headers: { "content-type": "application/json", authorization: `Bearer ${token}` },
    body: JSON.stringify(settings),
  });
}

/** Claude Code with a new hook token of an agent, whose settings were checked. For tests only. */
export async function hookedAgent(
  workspace: RunningWorkspace,
  people: { admin: SignedInPerson; owner: SignedInPerson },
): Promise<{ agent: CallingAgent; claude: ClaudeCode; token: string; keyId: string }> {
  const agent = await workspace.agent(people.admin, people.owner);
  const { db, time, runtime } = workspace;
  const issue = { actor: people.owner.viewer, agentId: agent.id, now: time.now };
  const { token, keyId } = await issueHookToken(db, issue);
  const { origin } = runtime.config;
  const checked = await check(origin, token, claudeCodeSettings({ origin, holdSeconds: 110 }));
  if (checked.status !== 200) throw new Error(await checked.text());
  const setting = { url: `${origin}/hooks/claude-code`, token, onFailure: "block" as const };
  return { agent, claude: new ClaudeCode(setting, send), token, keyId };
}
