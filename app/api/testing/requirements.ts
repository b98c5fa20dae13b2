import type { Database } from "#db/client";
import type { Requirement } from "#lib/policy/language/requirement";
import { ruleSchema } from "#lib/policy/language/rule";
import { insertVersion } from "#lib/policy/versions/insert-version";
import { versionInForce } from "#lib/policy/versions/versions";
import type { CallingAgent } from "./calling-agent.ts";
import { refund } from "./requests.ts";
import type { RunningWorkspace } from "./running-workspace.ts";
import type { SignedInPerson } from "./signed-in-person.ts";

/** A request for a refund, and the answer to the ask. */
export interface Asked {
  request: { id: string; state: string; approvals: { required: number; given: number } };
  wait: { url: string; token: string };
  grant?: string;
}

/** An agent's request for a refund that has exactly these requirements. */
export async function askWith(
  { db, time }: RunningWorkspace,
  agent: CallingAgent,
  requirements: Requirement[],
): Promise<Asked> {
  if (requirements.some(({ approvers }) => approvers.kind === "group"))
    await enforceRequirements(db, { agentId: agent.id, requirements, now: time.now });
  const answer = (await (await agent.ask({ action: refund() })).json()) as Asked;
  const required = Math.max(...requirements.map(({ approvals }) => approvals));
  await db.$client`
    update requests set requirements = ${JSON.stringify(requirements)}::text::jsonb, approvals_required = ${required}
    where id = ${answer.request.id}`;
  return answer;
}

/**
 * Publishes a version whose rules require exactly these approvals for one agent's refunds: the live
 * version evaluates every approval, so a request with fewer requirements than its policy can't be
 * approved.
 */
async function enforceRequirements(
  db: Database,
  { agentId, requirements, now }: { agentId: string; requirements: Requirement[]; now: Date },
): Promise<void> {
  const { version, rules: before, defaultOutcome, unclassified, catalog } = await versionInForce(db);
  const rules = requirements.map((requirement, index) =>
    ruleSchema.parse({
      ...{ id: `asked-${version}-${index}`, title: "Asked", actions: ["refund.create"], agents: [agentId] },
      ...{ outcome: "step_up", ...requirement },
    }),
  );
  // The other rules also require the owner or a backup approver.
  const others = before.filter(({ actions }) => !actions.includes("refund.create"));
  const actor = { type: "person", id: "set-up" } as const;
  await db.transaction((tx) =>
    insertVersion(tx, {
      ...{ version: version + 1, rules: [...others, ...rules], defaultOutcome, unclassified, catalog },
      ...{ actor, now },
    }),
  );
}

/** The agent's view of a request: the state, and the number of approvals that count. */
export async function readApprovalState(agent: CallingAgent, { wait }: Asked): Promise<string> {
  const { request } = (await (await agent.follow(wait)).json()) as Asked;
  return `${request.state} ${request.approvals.given}`;
}

/** A person approves, in a new session in case the last one ended. */
export async function approveAnew(
  { time }: RunningWorkspace,
  person: SignedInPerson,
  { request }: Asked,
): Promise<string> {
  time.now = new Date(time.now.getTime() + 1000);
  await person.signIn();
  const response = await person.approve(request.id);
  const answer = (await response.json()) as { state?: string; code?: string; approvals?: { given: number } };
  return answer.code ?? `${answer.state} ${answer.approvals?.given}`;
}
