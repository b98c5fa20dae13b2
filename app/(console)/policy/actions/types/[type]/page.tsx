import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { cache } from "react";
import { runtime } from "#app/runtime/runtime";
import { pageTitle, requireViewer } from "#app/web/open-page";
import { Page } from "#components/ui/page-header";
import { readDraft } from "#lib/policy/drafts/draft";
import { sampleParams } from "#lib/requests/recent-types";
import { draftOf, riskChoices } from "../../action-type-draft.ts";
import { ActionTypeForm } from "../../action-type-form.tsx";
import { previewSamples } from "../../preview-samples.ts";

type Props = PageProps<"/policy/actions/types/[type]">;

const load = cache(async (type: string) => {
  const viewer = await requireViewer("admin");
  const { revision, catalog } = await readDraft(runtime().db);
  const entry = catalog.find((listed) => listed.type === type);
  if (!entry) notFound();
  return { viewer, revision, entry };
});

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { entry } = await load((await params).type);
  return pageTitle("Action types", entry.title);
}

export default async function EditActionTypePage({ params }: Props) {
  const { type } = await params;
  const { viewer, revision, entry } = await load(type);
  const { db, clock } = runtime();
  const samples = await sampleParams(db, { viewer, actionType: type, now: clock() });
  return (
    <Page
      title={entry.title}
      back={{ href: "/policy/actions", label: "Action types" }}
      description="Changes are saved to the draft and go live when you publish."
    >
      <ActionTypeForm
        entry={draftOf(entry)}
        isNew={false}
        revision={revision}
        risks={riskChoices}
        samples={await previewSamples(samples, entry.descriptor)}
      />
    </Page>
  );
}
