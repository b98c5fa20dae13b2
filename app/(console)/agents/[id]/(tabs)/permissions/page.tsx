import { notFound } from "next/navigation";
import { runtime } from "#app/runtime/runtime";
import { AgentLabels } from "#components/agents/agent-labels";
import { OutcomeBadge, RiskBadge } from "#components/badges/request-badges";
import type { RuleGroup } from "#components/policy/policy-rules";
import { NotInForce, RuleSentence, RuleState } from "#components/policy/rule-row";
import { ThresholdTiers } from "#components/policy/thresholds/tiers";
import { Card, CardContent, CardHead } from "#components/ui/card";
import { TextLink } from "#components/ui/link";
import { findRules } from "#lib/ownership/authority";
import type { RuleWords } from "#lib/policy/explanation/describe-rule";
import { unclassifiedWords } from "../../../../policy/default-words.ts";
import { groupsOf, policyWords } from "../../../../policy/policy-view.ts";
import { type AgentParams, loadAgent, titleOf } from "../../load-agent.ts";

export const generateMetadata = titleOf("Permissions");

export default async function AgentPermissionsPage({ params }: AgentParams) {
  const { agent, viewer } = await loadAgent((await params).id);
  if (agent.isTest) notFound();

  const policy = await findRules(runtime().db, agent);
  const groups = groupsOf(policy.rules, await policyWords(viewer, policy)).filter(
    ({ rules, thresholds }) => rules.length + thresholds.length > 0,
  );
  return (
    <Card>
      <CardHead title="Permissions">
        {policy.rules.length === 1 ? "1 rule applies" : `${policy.rules.length} rules apply`} to this agent in
        policy <TextLink href="/policy">version {policy.version}</TextLink>. The strictest wins.{" "}
        {unclassifiedWords(policy.unclassified)}
      </CardHead>
      {agent.labels.length > 0 ? (
        <CardContent>
          <AgentLabels labels={agent.labels} />
        </CardContent>
      ) : null}
      <table className="block w-full border-t text-left md:table">
        <thead className="sr-only md:not-sr-only md:table-header-group">
          <tr className="border-b text-[0.8125rem] text-muted-foreground">
            <th scope="col" className="w-1/3 px-5 py-2 font-medium">
              Action type
            </th>
            <th scope="col" className="px-5 py-2 font-medium">
              Outcome
            </th>
          </tr>
        </thead>
        <tbody className="block divide-y md:table-row-group">
          {groups.map((group) => (
            <Permission key={group.type ?? group.title} group={group} />
          ))}
          <tr className="block px-4 py-3 md:table-row md:p-0">
            <th scope="row" className="block pb-1.5 font-medium md:table-cell md:px-5 md:py-3 md:align-top">
              {groups.length > 0 ? "Anything else" : "Any action"}
            </th>
            <td className="block md:table-cell md:px-5 md:py-3">
              <OutcomeBadge outcome={policy.defaultOutcome} />
            </td>
          </tr>
        </tbody>
      </table>
    </Card>
  );
}

/** Whether the rule is fully described by the outcome. */
function isUnconditional({ when, who, until, hasUsualLives }: RuleWords): boolean {
  return when.length + who.length === 0 && until === undefined && hasUsualLives;
}

function Permission({ group: { title, type, risk, thresholds, rules } }: { group: RuleGroup }) {
  return (
    <tr className="block px-4 py-3 md:table-row md:p-0">
      <th scope="row" className="block pb-2 font-normal md:table-cell md:px-5 md:py-3 md:align-top">
        <span className="flex flex-wrap items-center gap-x-2 gap-y-1 font-medium">
          {title}
          {risk ? <RiskBadge risk={risk} /> : null}
        </span>
        {type ? (
          <code className="text-[0.8125rem] text-muted-foreground [overflow-wrap:anywhere]">{type}</code>
        ) : null}
      </th>
      <td className="block md:table-cell md:px-5 md:py-3 md:align-top">
        <ul className="grid gap-3">
          {thresholds.map((threshold) => (
            <li key={threshold.id} className="grid gap-1.5">
              <span className="text-[0.8125rem] text-muted-foreground [overflow-wrap:anywhere]">
                {threshold.title}
                {threshold.scope ? `, only if ${threshold.scope}` : null}
              </span>
              <span className="flex flex-wrap gap-2 empty:hidden">
                <NotInForce {...threshold} />
              </span>
              <ThresholdTiers tiers={threshold.tiers} />
            </li>
          ))}
          {rules.map((rule) => (
            <li key={rule.id} className="grid justify-items-start gap-1">
              <span className="flex flex-wrap gap-2">
                <RuleState rule={rule} />
              </span>
              {isUnconditional(rule.words) && type !== undefined ? null : (
                <RuleSentence words={rule.words} isBrief={type !== undefined} />
              )}
            </li>
          ))}
        </ul>
      </td>
    </tr>
  );
}
