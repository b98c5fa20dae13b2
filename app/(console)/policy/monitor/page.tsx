import { Eye } from "lucide-react";
import { pageTitle } from "#app/web/page-title";
import { openPage } from "#app/web/viewer";
import { MonitoredCard } from "#components/policy/monitored-card";
import { PolicyTabs } from "#components/policy/policy-tabs";
import { Card } from "#components/ui/card";
import { EmptyState } from "#components/ui/empty-state";
import { PageHeader } from "#components/ui/page-header";
import { inspectDraft } from "#lib/policy/drafts/inspect-draft";
import { listMonitored } from "#lib/policy/versions/list-monitored";
import { versionInForce } from "#lib/policy/versions/versions";
import { policyWords, viewOf } from "../policy-view.ts";
import { Enforce } from "./enforce.tsx";

export const metadata = pageTitle("Monitor mode");

export default async function MonitorPage() {
  const { viewer, db } = await openPage("admin", "auditor");
  const [monitored, inForce, { draft }] = await Promise.all([
    listMonitored(db, viewer),
    versionInForce(db),
    inspectDraft(db),
  ]);
  const words = await policyWords(viewer, inForce, ...(draft ? [{ catalog: [], rules: draft.rules }] : []));
  const isAdmin = viewer.roles.includes("admin");
  const drafted = new Map((draft?.rules ?? []).map((rule) => [rule.id, rule]));
  return (
    <>
      <PageHeader
        title="Monitor mode"
        description="Rules that are evaluated on live requests and logged, but not enforced. Results show the outcome with all of them enforced."
      />
      <PolicyTabs roles={viewer.roles} />
      {monitored.length === 0 ? (
        <Card>
          <EmptyState
            icon={Eye}
            title="No live rules are in monitor mode"
            description="Turn on “Monitor mode” for a rule in the draft and publish it. Results appear here."
          />
        </Card>
      ) : null}
      <div className="grid gap-4">
        {monitored.map((monitoredRule) => {
          const inDraft = drafted.get(monitoredRule.rule.id);
          return (
            <MonitoredCard
              key={monitoredRule.rule.id}
              monitored={monitoredRule}
              rule={viewOf(monitoredRule.rule, words)}
              actionTitles={words.names.actions}
              now={words.now}
            >
              {isAdmin && draft && inDraft ? (
                <Enforce
                  ruleId={monitoredRule.rule.id}
                  title={monitoredRule.rule.title}
                  revision={draft.revision}
                  isEnforced={!inDraft.isMonitored}
                />
              ) : null}
            </MonitoredCard>
          );
        })}
      </div>
    </>
  );
}
