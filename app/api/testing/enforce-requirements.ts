import type { Database } from "#db/client";
import { insertVersion } from "#lib/policy/insert-version";
import type { Requirement } from "#lib/policy/requirement";
import { ruleSchema } from "#lib/policy/rule";
import { versionInForce } from "#lib/policy/versions";

/**
 * Puts a version into force whose rules ask exactly this of one agent's refunds: every approval is judged by the version in force, so
 * a request that asks for less than its policy does can't be approved.
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
  // The other rules ask the owner or a backup, which these would have to be added to.
  const others = before.filter(({ actions }) => !actions.includes("refund.create"));
  const actor = { type: "person", id: "set-up" } as const;
  await db.transaction((tx) =>
    insertVersion(tx, {
      ...{ version: version + 1, rules: [...others, ...rules], defaultOutcome, catalogue },
      ...{ actor, now },
    }),
  );
}
