import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { requireViewer } from "#app/web/session/viewer";
import { PageHeader } from "#components/ui/page-header";
import { RuleForm } from "../../../forms-later.tsx";
import { loadRule } from "../../load-rule.ts";
import { PartOfThreshold } from "../../part-of-threshold.tsx";

export const metadata: Metadata = { title: "Edit rule" };

/** The rule's editor as a page: the policy's page shows the same editor as a sheet. */
export default async function EditRulePage(props: { params: Promise<{ id: string }> }) {
  const viewer = await requireViewer("admin");
  const loaded = await loadRule(viewer, (await props.params).id);
  if (!loaded) notFound();
  return (
    <>
      <PageHeader
        title="Edit rule"
        back={{ href: "/policy", label: "Policy" }}
        description="Changes are saved to the draft and go live when you publish."
      />
      <PartOfThreshold thresholdId={loaded.thresholdId} />
      <RuleForm {...loaded.form} isNew={false} />
    </>
  );
}
