import { notFound } from "next/navigation";
import type { ReactNode } from "react";
import { runtime } from "#app/runtime/runtime";
import { AgentLabels } from "#components/agents/agent-labels";
import { OutcomeBadge } from "#components/badges/request-badges";
import { Badge } from "#components/ui/badge";
import { Card, CardContent, CardHead } from "#components/ui/card";
import { TextLink } from "#components/ui/link";
import { listStandingApprovals } from "#lib/approvals/standing/approvals/list";
import { listStandingDenials } from "#lib/approvals/standing/list";
import { findFreeze } from "#lib/callers/freeze";
import { findRules } from "#lib/ownership/authority";
import { unclassifiedWords } from "../../../../policy/default-words.ts";
import { policyWords } from "../../../../policy/policy-view.ts";
import { type AgentParams, loadAgent, titleOf } from "../../load-agent.ts";
import { PermissionRow } from "./permission-row.tsx";
import { permissionsOf, stopsOf } from "./permissions.ts";

export const generateMetadata = titleOf("Permissions");

/** What the agent may do now, by action type. */
export default async function AgentPermissionsPage({ params }: AgentParams) {
  const { agent, viewer, now } = await loadAgent((await params).id);
  if (agent.isTest) notFound();

  const { db } = runtime();
  const [policy, approvals, denials, freeze] = await Promise.all([
    findRules(db, agent),
    listStandingApprovals(db, agent.id, now),
    listStandingDenials(db, agent.id, now),
    findFreeze(db),
  ]);
  const words = await policyWords(viewer, policy);
  const permissions = permissionsOf(policy.rules, words, { approvals, denials });
  const mayEnd = ({ by }: { by: { id: string } }) => agent.canManage || by.id === viewer.personId;
  return (
    <Card>
      <CardHead title="Permissions">
        {policy.rules.length === 1 ? "1 rule applies" : `${policy.rules.length} rules apply`} to this agent in
        policy <TextLink href="/policy">version {policy.version}</TextLink>. The strictest wins.{" "}
        {unclassifiedWords(policy.unclassified)} The owner or a backup approver approves, unless a rule says
        otherwise.
        {approvals.length > 0 ? ` ${approvalsNote}` : null}
        {denials.length > 0 ? ` ${denialsNote}` : null}
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
          {stopsOf(agent, freeze !== undefined).map(({ title, until }) => (
            <PlainRow key={title} title="All actions">
              <Badge variant="warning">{title}</Badge> {until}
            </PlainRow>
          ))}
          {permissions.map((permission) => (
            <PermissionRow
              key={permission.type ?? permission.title}
              {...{ permission, mayEnd, now }}
              agentId={agent.id}
              defaultOutcome={policy.defaultOutcome}
            />
          ))}
          <PlainRow title={permissions.length > 0 ? "Anything else" : "Any action"}>
            <OutcomeBadge outcome={policy.defaultOutcome} />
          </PlainRow>
        </tbody>
      </table>
    </Card>
  );
}

const approvalsNote =
  "Requests within the bounds of a standing approval run and no one is asked. About 1 in 20, and at least 1 a day, still reaches a person.";
const denialsNote =
  "Requests within a standing denial that need approval are denied, and no one is asked. What policy auto-approves still runs.";

function PlainRow({ title, children }: { title: string; children: ReactNode }) {
  return (
    <tr className="block px-4 py-3 md:table-row md:p-0">
      <th scope="row" className="block pb-1.5 font-medium md:table-cell md:px-5 md:py-3 md:align-top">
        {title}
      </th>
      <td className="block md:table-cell md:px-5 md:py-3">{children}</td>
    </tr>
  );
}
