import { agentChoices } from "#app/web/forms/person-options";
import { openPage, pageTitle } from "#app/web/open-page";
import { PolicyTabs } from "#components/policy/policy-tabs";
import { EmptyState } from "#components/ui/empty-state";
import { Page } from "#components/ui/page-header";
import type { ActionType } from "#lib/policy/action-types/action-type";
import { exampleParams } from "#lib/policy/action-types/example-params";
import { readDraft } from "#lib/policy/drafts/draft";
import { versionInForce } from "#lib/policy/versions/versions";
import { TrialForm } from "./trial-form.tsx";

export const metadata = pageTitle("Policy simulator");

export default async function TryPage() {
  const { viewer, db } = await openPage("admin", "approver", "auditor");
  const isAdmin = viewer.roles.includes("admin");
  const [inForce, draft, agents] = await Promise.all([
    versionInForce(db),
    isAdmin ? readDraft(db) : undefined,
    agentChoices(viewer),
  ]);
  const policies = [
    { value: "in_force" as const, words: `Version ${inForce.version} (live)` },
    ...(draft ? [{ value: "draft" as const, words: "Draft" }] : []),
  ];
  return (
    <Page
      title="Policy simulator"
      description="See what the policy would decide for a request, and why. Nothing is saved or sent."
    >
      <PolicyTabs roles={viewer.roles} />
      {agents.options.length === 0 && !agents.source ? (
        <EmptyState
          icon="bot"
          title="No agents to test with"
          description="Policy depends on which agent is asking. Create an agent first."
        />
      ) : (
        <TrialForm
          policies={policies}
          agents={{ ...agents, chosen: agents.options[0]?.id }}
          types={typesOf([...inForce.catalog, ...(draft?.catalog ?? [])])}
        />
      )}
    </Page>
  );
}

// The draft's entries come last, and replace live entries of the same type.
function typesOf(actionTypes: ActionType[]) {
  const entries = new Map(actionTypes.map((entry) => [entry.type, entry]));
  return [...entries.values()].map((entry) => ({
    type: entry.type,
    title: entry.title,
    example: JSON.stringify(exampleParams(entry), undefined, 2),
  }));
}
