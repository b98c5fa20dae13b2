import { Bot } from "lucide-react";
import type { Metadata } from "next";
import { agentChoices } from "#app/choices";
import { runtime } from "#app/runtime";
import { requireViewer } from "#app/viewer";
import { EmptyState } from "#components/ui/empty-state";
import { PageHeader } from "#components/ui/page-header";
import type { ActionType } from "#lib/policy/catalogue";
import { readDraft } from "#lib/policy/draft";
import { exampleParams } from "#lib/policy/example-params";
import { versionInForce } from "#lib/policy/versions";
import { TrialForm } from "./trial-form.tsx";

export const metadata: Metadata = { title: "Try the policy" };

export default async function TryPage() {
  const viewer = await requireViewer("admin", "approver", "auditor");
  const { db } = runtime();
  const isAdmin = viewer.roles.includes("admin");
  const [inForce, draft, agents] = await Promise.all([
    versionInForce(db),
    isAdmin ? readDraft(db) : undefined,
    agentChoices(viewer),
  ]);
  const policies = [
    { value: "in_force" as const, words: `Version ${inForce.version}, in force` },
    ...(draft ? [{ value: "draft" as const, words: "The draft" }] : []),
  ];
  return (
    <>
      <PageHeader
        title="Try the policy"
        back={{ href: "/policy", label: "Policy" }}
        description="What would become of an action, and why. Nothing of it is stored."
      />
      {agents.options.length === 0 && !agents.source ? (
        <EmptyState
          icon={Bot}
          title="There is no agent to try it with"
          description="The policy looks at who asks. As soon as there is an agent that you may see, you can try what it may do."
        />
      ) : (
        <TrialForm
          policies={policies}
          agents={{ ...agents, chosen: agents.options[0]?.id }}
          types={typesOf([...inForce.catalogue, ...(draft?.catalogue ?? [])])}
        />
      )}
    </>
  );
}

// The draft's entries come last, and stand for those in force of the same name.
function typesOf(catalogue: ActionType[]) {
  const entries = new Map(catalogue.map((entry) => [entry.type, entry]));
  return [...entries.values()].map((entry) => ({
    type: entry.type,
    title: entry.title,
    example: JSON.stringify(exampleParams(entry), undefined, 2),
  }));
}
