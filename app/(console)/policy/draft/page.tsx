import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { runtime } from "#app/process/runtime";
import { requireViewer } from "#app/web/session/viewer";
import { ConfirmAction } from "#components/forms/confirm-action";
import { PolicyRules } from "#components/policy/policy-rules";
import { Button } from "#components/ui/button";
import { Link } from "#components/ui/link";
import { PageHeader } from "#components/ui/page-header";
import { inspectDraft } from "#lib/policy/drafts/inspect-draft";
import { comparePolicies } from "#lib/policy/versions/compare";
import { versionInForce } from "#lib/policy/versions/versions";
import { groupsOf, policyWords } from "../policy-view.ts";
import { remove as removeThreshold } from "../thresholds/actions.ts";
import { discard, remove } from "./actions.ts";
import { BrokenThresholds } from "./broken-thresholds.tsx";
import { DefaultOutcomeForm, UnclassifiedForm } from "./default-outcome-form.tsx";
import { OutdatedDraft } from "./outdated-draft.tsx";
import { UncappedAllows } from "./uncapped-allows.tsx";
import { UndrawnThresholds } from "./undrawn-thresholds.tsx";

export const metadata: Metadata = { title: "Draft" };

export default async function DraftPage() {
  const viewer = await requireViewer("admin");
  const { db } = runtime();
  const [inForce, { draft }] = await Promise.all([versionInForce(db), inspectDraft(db)]);
  // The policy page shows the error, and offers to discard the draft.
  if (!draft) redirect("/policy");
  const words = await policyWords(viewer, draft);
  const { count } = comparePolicies(inForce, draft);
  const revision = String(draft.revision);
  return (
    <>
      <PageHeader
        title="Draft"
        back={{ href: "/policy", label: "Policy" }}
        description={
          count === 0
            ? `No changes yet. Edits you make here go live when you publish.`
            : `${count === 1 ? "1 change" : `${count} changes`} from version ${inForce.version} (live).`
        }
      >
        {count > 0 ? (
          <ConfirmAction
            action={discard}
            fields={{ revision }}
            trigger="Discard draft"
            title="Discard this draft?"
            description={`All unpublished changes are lost and the draft is reset to version ${inForce.version}.`}
            confirm="Discard draft"
          />
        ) : null}
        <Button asChild variant="outline">
          <Link href="/policy/cedar?of=draft">View as Cedar</Link>
        </Button>
        <Button asChild variant="outline">
          <Link href="/policy/actions">Action types</Link>
        </Button>
        <Button asChild variant="outline">
          <Link href="/policy/thresholds/new">New threshold</Link>
        </Button>
        <Button asChild variant="outline">
          <Link href="/policy/draft/rules/new">New rule</Link>
        </Button>
        {count > 0 ? (
          <Button asChild>
            <Link href="/policy/draft/review">Review and publish</Link>
          </Button>
        ) : null}
      </PageHeader>
      {draft.baseVersion < inForce.version && count > 0 ? (
        <OutdatedDraft made={draft.baseVersion} inForce={inForce.version} />
      ) : null}
      <BrokenThresholds rules={draft.rules} />
      <UncappedAllows draft={draft} />
      <UndrawnThresholds rules={draft.rules} revision={draft.revision} words={words} />
      <div key={revision} className="mb-5 grid gap-3 lg:grid-cols-2" id="unclassified">
        <DefaultOutcomeForm revision={draft.revision} defaultOutcome={draft.defaultOutcome} />
        <UnclassifiedForm revision={draft.revision} unclassified={draft.unclassified} />
      </div>
      <PolicyRules
        groups={groupsOf(draft.rules, words)}
        thresholdActions={(threshold) => (
          <>
            <Button asChild variant="outline" size="sm">
              <Link href={`/policy/thresholds/${threshold.id}`}>
                Edit<span className="sr-only"> threshold {threshold.title}</span>
              </Link>
            </Button>
            <ConfirmAction
              action={removeThreshold}
              fields={{ revision, thresholdId: threshold.id }}
              trigger="Remove"
              triggerProps={{ size: "sm", "aria-label": `Remove threshold ${threshold.title}` }}
              title="Remove this threshold from the draft?"
              description={`Removes all ${threshold.rules.length} of its rules. The live policy doesn't change until you publish.`}
              confirm="Remove threshold"
            />
          </>
        )}
        actions={(rule) => (
          <>
            <Button asChild variant="outline" size="sm">
              <Link href={`/policy/draft/rules/${rule.id}`}>
                Edit<span className="sr-only"> {rule.words.title}</span>
              </Link>
            </Button>
            <ConfirmAction
              action={remove}
              fields={{ revision, ruleId: rule.id }}
              trigger="Remove"
              triggerProps={{ size: "sm", "aria-label": `Remove ${rule.words.title}` }}
              title="Remove this rule from the draft?"
              description={`“${rule.words.title}” stays live until you publish.`}
              confirm="Remove rule"
            />
          </>
        )}
      />
    </>
  );
}
