import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { cache } from "react";
import { pageTitle, requireViewer } from "#app/web/open-page";
import { PageHeader } from "#components/ui/page-header";
import { ThresholdForm } from "../../forms-later.tsx";
import { loadThreshold } from "../load-threshold.ts";
import { RelatedRules } from "../related-rules.tsx";

type Props = PageProps<"/policy/thresholds/[id]">;

/** The threshold, read once for the title and the page. */
const load = cache(async (id: string) => {
  const loaded = await loadThreshold(await requireViewer("admin"), id);
  return loaded ?? notFound();
});

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return pageTitle("Edit threshold", (await load((await params).id)).form.actionTitle);
}

/** The threshold's editor as a page: the policy's page shows the same editor as a sheet. */
export default async function EditThresholdPage({ params }: Props) {
  const { title, description, form, related } = await load((await params).id);
  return (
    <>
      <PageHeader title={title} back={{ href: "/policy", label: "Policy" }} description={description} />
      <ThresholdForm {...form} />
      <RelatedRules {...related} />
    </>
  );
}
