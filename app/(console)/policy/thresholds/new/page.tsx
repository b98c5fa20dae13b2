import type { Metadata } from "next";
import { runtime } from "#app/process/runtime";
import { singleValues } from "#app/web/query/search-params";
import { requireViewer } from "#app/web/session/viewer";
import { measureWords } from "#components/policy/thresholds/threshold-words.ts";
import { PageHeader } from "#components/ui/page-header";
import { readDraft } from "#lib/policy/drafts/draft";
import type { Rule } from "#lib/policy/language/rule";
import type { Measure } from "#lib/policy/thresholds/threshold";
import { thresholdsOf } from "#lib/policy/thresholds/threshold-of-rules";
import { scopeChoices } from "../../draft/scope-choices.ts";
import { policyWords } from "../../policy-view.ts";
import { pastAmounts } from "../past-amounts.ts";
import { RelatedRules } from "../related-rules.tsx";
import { ThresholdForm } from "../threshold-form.tsx";
import { ChooseThreshold } from "./choose-threshold.tsx";
import { measureOf, newThreshold, thresholdChoice } from "./new-threshold.ts";

export const metadata: Metadata = { title: "New threshold" };

export default async function NewThresholdPage(props: {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}) {
  const viewer = await requireViewer("admin");
  const draft = await readDraft(runtime().db);
  const choice = thresholdChoice.safeParse(singleValues(await props.searchParams)).data;
  const entry = draft.catalogue.find(({ type }) => type === choice?.action);
  const measure = choice && entry && measureOf(choice, entry, currenciesIn(draft.rules, entry.type));
  const back = { href: "/policy", label: "Policy" };
  const words = await policyWords(viewer, draft);
  if (!entry || !measure) {
    const fault =
      entry && "This action type has no amount in a currency. Choose “Number of requests over time”.";
    return (
      <>
        <PageHeader
          title="New threshold"
          back={back}
          description="Set different outcomes for different amounts."
        />
        <ChooseThreshold catalogue={words.catalogue} action={entry?.type} fault={fault} />
      </>
    );
  }
  const threshold = newThreshold(entry.type, measure);
  return (
    <>
      <PageHeader
        title={`New threshold: ${entry.title}`}
        back={back}
        description={`Outcome by ${measureWords(measure)}. Changes are saved to the draft and go live when you publish.`}
      />
      <ThresholdForm
        threshold={threshold}
        actionTitle={entry.title}
        past={await pastAmounts(viewer, entry, threshold.action, measure)}
        revision={draft.revision}
        choices={await scopeChoices(viewer, words, threshold)}
      />
      <RelatedRules threshold={threshold} rules={draft.rules} words={words} />
    </>
  );
}

/** The currencies of existing thresholds for the type, or a guess. */
function currenciesIn(rules: Rule[], action: string): string[] {
  const known = thresholdsOf(rules)
    .filter((threshold) => threshold.action === action)
    .flatMap(({ measure }: { measure: Measure }) =>
      "currencies" in measure ? (measure.currencies ?? []) : [],
    );
  return known.length > 0 ? [...new Set(known)] : ["USD"];
}
