import type { Database, Transaction } from "#db/client";
import { listGroups } from "#lib/directory/list-groups";
import { describeRule, type Names, type RuleWords } from "#lib/policy/describe-rule";
import { currentPolicyVersion, loadPolicy } from "#lib/policy/load";
import type { DefaultOutcome, Outcome, Rule } from "#lib/policy/rule";

/** What the policy in force lets one agent do: the rules that concern it. */
export interface Authority {
  policyVersion: number;
  policyDigest: string;
  defaultOutcome: DefaultOutcome;
  rules: { id: string; outcome: Outcome; words: RuleWords; sentence: string }[];
}

/** Reads the rules that concern an agent, by its id and its labels. Rules in monitor mode decide nothing and are left out. */
export async function findAuthority(
  db: Database | Transaction,
  agent: { id: string; name: string; labels: string[] },
): Promise<Authority> {
  const policy = await loadPolicy(db, await currentPolicyVersion(db));
  const groups = await listGroups(db);
  const names: Names = {
    actions: new Map([...policy.catalogue.values()].map(({ type, title }) => [type, title])),
    agents: new Map([[agent.id, agent.name]]),
    groups: new Map(groups.map(({ id, name }) => [id, name])),
  };
  const rules = policy.rules.map(({ rule }) => rule).filter((rule) => concernsAgent(rule, agent));
  return {
    policyVersion: policy.version,
    policyDigest: policy.digest,
    defaultOutcome: policy.defaultOutcome,
    rules: rules.map((rule) => {
      const words = describeRule(rule, names);
      return { id: rule.id, outcome: rule.outcome, words, sentence: sentenceOf(words) };
    }),
  };
}

function concernsAgent(rule: Rule, { id, labels }: { id: string; labels: string[] }): boolean {
  if (rule.isMonitored) return false;
  if (rule.agents !== undefined && !rule.agents.includes(id)) return false;
  return rule.labels === undefined || rule.labels.some((label) => labels.includes(label));
}

/** "Refund a payment: needs 2 approvals, when amount is over 5,000 and up to 50,000, in USD; until …" */
function sentenceOf({ actions, outcome, when, who, until }: RuleWords): string {
  const start = `${actions}: ${outcome.charAt(0).toLowerCase()}${outcome.slice(1)}`;
  const conditions = when.length > 0 ? `, when ${when.join(" and ")}` : "";
  return [`${start}${conditions}`, ...who, ...(until === undefined ? [] : [until])].join("; ");
}
