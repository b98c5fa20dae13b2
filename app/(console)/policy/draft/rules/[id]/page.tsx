import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { cache } from "react";
import { pageTitle, requireViewer } from "#app/web/open-page";
import { PageHeader } from "#components/ui/page-header";
import { RuleForm } from "../../../forms-later.tsx";
import { loadRule } from "../../load-rule.ts";
import { PartOfThreshold } from "../../part-of-threshold.tsx";

type Props = PageProps<"/policy/draft/rules/[id]">;

/** The rule, read once for the title and the page. */
const load = cache(async (id: string) => {
  const loaded = await loadRule(await requireViewer("admin"), id);
  return loaded ?? notFound();
});

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return pageTitle("Edit rule", (await load((await params).id)).form.rule.title);
}

/** The rule's editor as a page: the policy's page shows the same editor as a sheet. */
export default async function EditRulePage({ params }: Props) {
  const loaded = await load((await params).id);
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
