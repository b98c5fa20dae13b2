import { notFound } from "next/navigation";
import { cache } from "react";
import { requireViewer, titledBy } from "#app/web/open-page";
import { Page } from "#components/ui/page-header";
import { ThresholdForm } from "../../forms-later.tsx";
import { loadThreshold } from "../load-threshold.ts";
import { RelatedRules } from "../related-rules.tsx";

const load = cache(async (id: string) => {
  const loaded = await loadThreshold(await requireViewer("admin"), id);
  return loaded ?? notFound();
});

const titleOf = titledBy(async (id) => (await load(id)).form.actionTitle);
export const generateMetadata = titleOf("Edit threshold");

/** The threshold's editor as a page: the policy's page shows the same editor as a sheet. */
export default async function EditThresholdPage({ params }: PageProps<"/policy/thresholds/[id]">) {
  const { title, description, form, related } = await load((await params).id);
  return (
    <Page title={title} back={{ href: "/policy", label: "Policy" }} description={description}>
      <ThresholdForm {...form} />
      <RelatedRules {...related} />
    </Page>
  );
}
