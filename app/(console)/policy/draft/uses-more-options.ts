import { defaults, type Rule } from "#lib/policy/language/rule";

/** Whether a rule says more than which actions have which outcome, by whose approval. */
export function usesMoreOptions(rule: Rule): boolean {
  const { resource, audience, agents, labels, hours, expiresAt, isMonitored } = rule;
  const isSet = [resource, audience, agents, labels, hours, expiresAt, isMonitored].some(Boolean);
  const hasSafeguard = rule.numberMatching || rule.readingSeconds !== undefined || rule.allowEdits;
  const isUsual =
    rule.grantTtlSeconds === defaults.grantTtlSeconds &&
    rule.requestTtlSeconds === defaults.requestTtlSeconds;
  return isSet || Boolean(hasSafeguard) || !rule.enabled || !isUsual;
}
