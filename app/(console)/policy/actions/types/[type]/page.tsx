import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { runtime } from "#app/process/runtime";
import { requireViewer } from "#app/web/session/viewer";
import { PageHeader } from "#components/ui/page-header";
import { readDraft } from "#lib/policy/drafts/draft";
import { sampleParams } from "#lib/requests/recent-types";
import { draftOf } from "../../action-type-draft.ts";
import { ActionTypeForm } from "../../action-type-form.tsx";
import { previewSamples } from "../../preview-samples.ts";
import { riskChoices } from "../../risk-choices.ts";

export const metadata: Metadata = { title: "Edit action type" };

export default async function EditActionTypePage(props: { params: Promise<{ type: string }> }) {
  const viewer = await requireViewer("admin");
  const { type } = await props.params;
  const { db, clock } = runtime();
  const { revision, catalogue } = await readDraft(db);
  const entry = catalogue.find((listed) => listed.type === type);
  if (!entry) notFound();
  const samples = await sampleParams(db, { viewer, actionType: type, now: clock() });
  return (
    <>
      <PageHeader
        title={entry.title}
        back={{ href: "/policy/actions", label: "Action types" }}
        description="Changes are saved to the draft and go live when you publish."
      />
      <ActionTypeForm
        entry={draftOf(entry)}
        isNew={false}
        revision={revision}
        risks={riskChoices}
        samples={await previewSamples(samples, entry.descriptor)}
      />
    </>
  );
}
