import { notFound } from "next/navigation";
import { cache } from "react";
import { requireViewer, titledBy } from "#app/web/open-page";
import { Page } from "#components/ui/page-header";
import { RuleForm } from "../../../forms-later.tsx";
import { loadRule } from "../../load-rule.ts";
import { PartOfThreshold } from "../../part-of-threshold.tsx";

const load = cache(async (id: string) => {
  const loaded = await loadRule(await requireViewer("admin"), id);
  return loaded ?? notFound();
});

const titleOf = titledBy(async (id) => (await load(id)).form.rule.title);
export const generateMetadata = titleOf("Edit rule");

/** The rule's editor as a page: the policy's page shows the same editor as a sheet. */
export default async function EditRulePage({ params }: PageProps<"/policy/draft/rules/[id]">) {
  const loaded = await load((await params).id);
  return (
    <Page
      title="Edit rule"
      back={{ href: "/policy", label: "Policy" }}
      description="Changes are saved to the draft and go live when you publish."
    >
      <PartOfThreshold thresholdId={loaded.thresholdId} />
      <RuleForm {...loaded.form} isNew={false} />
    </Page>
  );
}
