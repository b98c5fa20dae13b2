import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { requireViewer } from "#app/web/session/viewer";
import { PageHeader } from "#components/ui/page-header";
import { ThresholdForm } from "../../forms-later.tsx";
import { loadThreshold } from "../load-threshold.ts";
import { RelatedRules } from "../related-rules.tsx";

export const metadata: Metadata = { title: "Edit threshold" };

/** The threshold's editor as a page: the policy's page shows the same editor as a sheet. */
export default async function EditThresholdPage(props: { params: Promise<{ id: string }> }) {
  const viewer = await requireViewer("admin");
  const loaded = await loadThreshold(viewer, (await props.params).id);
  if (!loaded) notFound();
  const { title, description, form, related } = loaded;
  return (
    <>
      <PageHeader title={title} back={{ href: "/policy", label: "Policy" }} description={description} />
      <ThresholdForm {...form} />
      <RelatedRules {...related} />
    </>
  );
}
