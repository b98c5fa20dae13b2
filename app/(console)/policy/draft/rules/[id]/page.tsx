import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { runtime } from "#app/process/runtime";
import { requireViewer } from "#app/web/session/viewer";
import { Alert } from "#components/ui/alert";
import { CodeBlock } from "#components/ui/code-block";
import { Link } from "#components/ui/link";
import { PageHeader } from "#components/ui/page-header";
import { readDraft } from "#lib/policy/drafts/draft";
import { thresholdOf } from "#lib/policy/thresholds/threshold-of-rules";
import { policyWords, viewOf } from "../../../policy-view.ts";
import { RuleForm } from "../../rule-form.tsx";
import { scopeChoices } from "../../scope-choices.ts";

export const metadata: Metadata = { title: "Edit rule" };

export default async function EditRulePage(props: { params: Promise<{ id: string }> }) {
  const viewer = await requireViewer("admin");
  const { id } = await props.params;
  const draft = await readDraft(runtime().db);
  const rule = draft.rules.find((drafted) => drafted.id === id);
  if (!rule) notFound();
  const words = await policyWords(viewer, draft);
  return (
    <>
      <PageHeader
        title="Edit rule"
        back={{ href: "/policy/draft", label: "Draft" }}
        description="Changes are saved to the draft and go live when you publish."
      />
      {thresholdOf(draft.rules, rule.ladder ?? "") ? (
        <Alert className="mb-5 max-w-2xl" title="This rule is part of a threshold">
          Its limits are shared with the tiers next to it.{" "}
          <Link href={`/policy/thresholds/${rule.ladder}`} className="text-link underline underline-offset-3">
            Edit the threshold
          </Link>{" "}
          to change them together.
        </Alert>
      ) : null}
      <RuleForm
        rule={rule}
        isNew={false}
        revision={draft.revision}
        choices={await scopeChoices(viewer, words, rule)}
      />
      <CodeBlock label="Cedar, as last saved" text={viewOf(rule, words).cedar} className="mt-8 max-w-2xl" />
    </>
  );
}
