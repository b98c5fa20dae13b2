import { asc, eq, sql } from "drizzle-orm";
import { z } from "zod";
import type { Database } from "#db/client";
import { agents } from "#db/schema/agents";
import { lockAgent } from "#lib/agents/lock-agent";
import { recordAudit } from "#lib/audit/record";
import { notify } from "#lib/events/hub";
import { isTrueAtStake } from "#lib/policy/drafts/next-version";
import { type DefaultOutcome, defaults, labelSchema, type Rule } from "#lib/policy/language/rule";
import { lockPolicyVersion } from "#lib/policy/versions/insert-version";
import { requireUnchanged } from "#lib/proposals/superseded";
import { reevaluatePending } from "#lib/publishing/reevaluate";
import { requireRole } from "#lib/sessions/require-role";
import { hasSameMembers } from "#lib/text/same-members";
import { proposable, proposeChange } from "#lib/two-admins/propose-change";
import { type Authority, proposedFacts, requiresSecondAdmin } from "#lib/two-admins/requires-second-admin";
import { endStandingApprovals } from "#lib/voiding/end-standing-approvals";

/** An agent's labels: sorted, each once, 20 at most. */
export const labelsSchema = z
  .array(labelSchema)
  .transform((labels) => [...new Set(labels)].sort())
  .pipe(z.array(z.string()).max(20, "an agent can have up to 20 labels"));

interface LabelChange extends Authority {
  agentId: string;
  labels: z.output<typeof labelsSchema>;
  /** The labels that the change was confirmed or proposed on. */
  seen?: string[];
}

/**
 * Replaces an agent's labels. For admins, after a passkey confirmation: rules target labels, so a
 * change can loosen the policy as much as a publication. Where the workspace requires two admins, a
 * change not provably stricter, by the live version or the draft, is proposed. Pending requests are
 * reevaluated in the same transaction, and nothing becomes looser.
 * @returns the proposal, where a second admin has to confirm.
 * @throws {CountersignError} `not_found`, `agent_revoked`; `conflict` when the labels differ from
 * `seen`
 */
export const setLabels = proposable<LabelChange, undefined>(async (db, change) => {
  const { actor, agentId, labels, seen, confirmed, now } = change;
  requireRole(actor, "admin");
  return db.transaction(async (tx) => {
    const needsTwo = await requiresSecondAdmin(tx, change, { policy: true });
    const version = await lockPolicyVersion(tx);
    const { labels: before } = await lockAgent(tx, { actor, agentId, ownerToo: false });
    requireUnchanged(seen === undefined || hasSameMembers(seen, before), `the labels of ${agentId}`);
    const isLoosening =
      needsTwo &&
      !hasSameMembers(before, labels) &&
      (await isTrueAtStake(tx, (policy) => labelsLoosen(policy, before, labels)));
    if (isLoosening)
      return proposeChange(tx, { act: "agent.labels", agent: agentId, before, after: labels }, change);
    await tx.update(agents).set({ labels }).where(eq(agents.id, agentId));
    const data = { labels, ...proposedFacts(confirmed) };
    const fact = { actor, subject: { agent: agentId }, data };
    await recordAudit(tx, { type: "agent.labels_changed", ...fact }, now);
    await reevaluatePending(tx, { version, agentId, actor, now });
    const which = sql`s.agent_id = ${agentId}`;
    if (!hasSameMembers(before, labels))
      await endStandingApprovals(tx, { which, reason: "labels_changed", actor, now });
    await notify(tx, `agent/${agentId}`);
    return undefined;
  });
});

/**
 * Whether a change of labels may loosen the policy for an agent. Every change counts as loosening
 * unless provably stricter: no rule names the label; rules with an added label block, or require
 * the default's approvals; rules with a removed label auto-approve.
 */
export function labelsLoosen(
  policy: { rules: Rule[]; defaultOutcome: DefaultOutcome },
  before: readonly string[],
  after: readonly string[],
): boolean {
  const naming = (label: string) =>
    policy.rules.filter((rule) => rule.enabled && rule.labels?.includes(label));
  const added = after.filter((label) => !before.includes(label)).flatMap(naming);
  const removed = before.filter((label) => !after.includes(label)).flatMap(naming);
  return (
    added.some((rule) => !tightensWhereItApplies(rule, policy.defaultOutcome)) ||
    removed.some((rule) => rule.outcome !== "allow")
  );
}

// A step-up with a group, a longer lifetime or edits replaces the default's requirement: people other
// than the owner could approve, or an edited action. Where the default blocks, any step-up is looser.
function tightensWhereItApplies(rule: Rule, defaultOutcome: DefaultOutcome): boolean {
  if (rule.outcome === "block") return true;
  const kind = rule.approvers?.kind ?? "owner_or_backups";
  return (
    rule.outcome === "step_up" &&
    defaultOutcome === "step_up" &&
    (kind === "owner_or_backups" || kind === "owner") &&
    rule.escalateAfterSeconds === undefined &&
    rule.expiresAt === undefined &&
    rule.allowEdits === undefined &&
    rule.grantTtlSeconds <= defaults.grantTtlSeconds &&
    rule.requestTtlSeconds <= defaults.requestTtlSeconds
  );
}

/** The labels that agents have, in alphabetical order. */
export async function listLabels(db: Database): Promise<string[]> {
  const label = sql<string>`unnest(${agents.labels})`;
  const rows = await db.selectDistinct({ label }).from(agents).orderBy(asc(label));
  return rows.map((row) => row.label);
}
