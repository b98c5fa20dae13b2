import { type DefaultOutcome, defaults, type Rule } from "#lib/policy/language/rule";

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
