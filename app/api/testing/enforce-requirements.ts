import type { Database } from "#db/client";
import type { Requirement } from "#lib/policy/language/requirement";
import { ruleSchema } from "#lib/policy/language/rule";
import { insertVersion } from "#lib/policy/versions/insert-version";
import { versionInForce } from "#lib/policy/versions/versions";

/**
 * Publishes a version whose rules require exactly these approvals for one agent's refunds: the live
 * version evaluates every approval, so a request with fewer requirements than its policy can't be
 * approved.
 */
export async function enforceRequirements(
  db: Database,
  { agentId, requirements, now }: { agentId: string; requirements: Requirement[]; now: Date },
): Promise<void> {
  const { version, rules: before, defaultOutcome, catalogue } = await versionInForce(db);
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
      ...{ version: version + 1, rules: [...others, ...rules], defaultOutcome, catalogue },
      ...{ actor, now },
    }),
  );
}
