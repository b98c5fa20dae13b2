import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { runtime } from "#app/process/runtime";
import { requireViewer } from "#app/web/session/viewer";
import { measureWords } from "#components/policy/thresholds/threshold-words.ts";
import { PageHeader } from "#components/ui/page-header";
import { readDraft } from "#lib/policy/drafts/draft";
import { thresholdOf } from "#lib/policy/thresholds/threshold-of-rules";
import { scopeChoices } from "../../draft/scope-choices.ts";
import { policyWords } from "../../policy-view.ts";
import { pastAmounts } from "../past-amounts.ts";
import { RelatedRules } from "../related-rules.tsx";
import { ThresholdForm } from "../threshold-form.tsx";

export const metadata: Metadata = { title: "Edit threshold" };

export default async function EditThresholdPage(props: { params: Promise<{ id: string }> }) {
  const viewer = await requireViewer("admin");
  const { id } = await props.params;
  const draft = await readDraft(runtime().db);
  const threshold = thresholdOf(draft.rules, id);
  if (!threshold) notFound();
  const entry = draft.catalogue.find(({ type }) => type === threshold.action);
  const [words, past] = await Promise.all([
    policyWords(viewer, draft),
    pastAmounts(viewer, entry, threshold.action, threshold.measure),
  ]);
  const title = entry?.title ?? threshold.action;
  return (
    <>
      <PageHeader
        title={`Threshold: ${title}`}
        back={{ href: "/policy/draft", label: "Draft" }}
        description={`Outcome by ${measureWords(threshold.measure)}. Changes are saved to the draft and go live when you publish.`}
      />
      <ThresholdForm
        threshold={threshold}
        actionTitle={title}
        past={past}
        revision={draft.revision}
        choices={await scopeChoices(viewer, words, threshold)}
      />
      <RelatedRules threshold={threshold} isNew={false} rules={draft.rules} words={words} />
    </>
  );
}
