import type { Database, Transaction } from "#db/client";
import { listGroups } from "#lib/people/list-groups";
import { currentPolicyVersion, loadPolicy } from "#lib/policy/engine/load";
import { describeRule, type Names, type RuleWords } from "#lib/policy/explanation/describe-rule";
import type { DefaultOutcome, Outcome, Rule } from "#lib/policy/language/rule";
import { inSentence } from "#lib/text/labels";

/** An agent's permissions in the live policy: the applicable rules. */
export interface Authority {
  policyVersion: number;
  policyDigest: string;
  defaultOutcome: DefaultOutcome;
  rules: { id: string; outcome: Outcome; words: RuleWords; sentence: string }[];
}

interface Bound {
  id: string;
  name: string;
  labels: string[];
}

/** An agent's live rules as written, with the catalog. */
export async function findRules(db: Database, agent: Bound) {
  const policy = await loadPolicy(db, await currentPolicyVersion(db));
  return {
    version: policy.version,
    defaultOutcome: policy.defaultOutcome,
    unclassified: policy.unclassified,
    catalog: [...policy.catalog.values()],
    rules: policy.rules.map(({ rule }) => rule).filter((rule) => concernsAgent(rule, agent)),
  };
}

/** The rules of one policy version for agents by ID and labels, without monitoring rules. */
export async function findAuthorities(db: Database | Transaction, agents: Bound[]): Promise<Authority[]> {
  const policy = await loadPolicy(db, await currentPolicyVersion(db));
  const groups = await listGroups(db);
  const names: Names = {
    actions: new Map([...policy.catalog.values()].map(({ type, title }) => [type, title])),
    agents: new Map(agents.map(({ id, name }) => [id, name])),
    groups: new Map(groups.map(({ id, name }) => [id, name])),
  };
  const { version: policyVersion, digest: policyDigest, defaultOutcome } = policy;
  return agents.map((agent) => {
    const rules = policy.rules.map(({ rule }) => rule).filter((rule) => concernsAgent(rule, agent));
    const withWords = rules.map((rule) => {
      const words = describeRule(rule, names);
      return { id: rule.id, outcome: rule.outcome, words, sentence: sentenceOf(words) };
    });
    return { policyVersion, policyDigest, defaultOutcome, rules: withWords };
  });
}

function concernsAgent(rule: Rule, { id, labels }: { id: string; labels: string[] }): boolean {
  if (rule.isMonitored) return false;
  if (rule.agents !== undefined && !rule.agents.includes(id)) return false;
  return rule.labels === undefined || rule.labels.some((label) => labels.includes(label));
}

/**
 * "Refund a payment: require 2 approvals when amount is over 5,000 and up to 50,000, in USD · until
 * …"
 */
function sentenceOf({ actions, outcome, when, who, until }: RuleWords): string {
  const start = `${actions}: ${inSentence(outcome)}`;
  const conditions = when.length > 0 ? ` when ${when.join(" and ")}` : "";
  return [`${start}${conditions}`, ...who, ...(until === undefined ? [] : [until])].join(" · ");
}
