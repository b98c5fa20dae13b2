import { act } from "#app/(console)/acts/act";
import { openPage, pageTitle } from "#app/web/open-page";
import { ActButton } from "#components/forms/act-button";
import { MonitoredCard } from "#components/policy/monitored-card";
import { PolicyTabs } from "#components/policy/policy-tabs";
import { Card } from "#components/ui/card";
import { EmptyState } from "#components/ui/empty-state";
import { TextLink } from "#components/ui/link";
import { Page } from "#components/ui/page-header";
import { inspectDraft } from "#lib/policy/drafts/next-version";
import type { Rule } from "#lib/policy/language/rule";
import { listMonitored } from "#lib/policy/versions/list-monitored";
import { versionInForce } from "#lib/policy/versions/versions";
import { policyWords, viewOf } from "../policy-view.ts";

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
    <Page
      title="Monitor mode"
      description="Rules that are evaluated on live requests and logged, but not enforced. Results show the outcome with all of them enforced."
    >
      <PolicyTabs roles={viewer.roles} />
      {monitored.length === 0 ? (
        <Card>
          <EmptyState
            icon="eye"
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
                <Enforce rule={inDraft} revision={draft.revision} title={monitoredRule.rule.title} />
              ) : null}
            </MonitoredCard>
          );
        })}
      </div>
    </Page>
  );
}

/** Ends a rule's monitor mode in the draft with one press. The rule is enforced after publication. */
function Enforce({ rule, revision, title }: { rule: Rule; revision: number; title: string }) {
  if (!rule.isMonitored)
    return (
      <p role="status" className="text-sm">
        Enforced in the draft. <TextLink href="/policy/draft/review">Review and publish</TextLink>
      </p>
    );
  return (
    <ActButton
      action={act("draft/enforce-rule")}
      fields={{ ruleId: rule.id, revision }}
      className="grid justify-items-end gap-2"
      aria-label={`Enforce ${title}`}
      label="Enforce"
      working="Enforcing…"
    />
  );
}
