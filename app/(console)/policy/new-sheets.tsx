import { Sheet } from "#components/ui/dialog/sheet";
import type { Viewer } from "#lib/sessions/session";
import { loadNewRule } from "./draft/load-rule.ts";
import { RuleForm, ThresholdForm } from "./forms-later.tsx";
import { ChooseThreshold } from "./thresholds/new/choose-threshold.tsx";
import { loadNewThreshold } from "./thresholds/new/load-new-threshold.ts";
import { RelatedRules } from "./thresholds/related-rules.tsx";

const closed = { closeHref: "/policy", isWide: true };

export async function NewRuleSheet({ viewer }: { viewer: Viewer }) {
  const form = await loadNewRule(viewer);
  return (
    <Sheet
      key="new-rule"
      title="New rule"
      description="Added to the draft. Nothing changes until you publish."
      returnTo="new-rule"
      {...closed}
    >
      <RuleForm {...form} isNew isSheet />
    </Sheet>
  );
}

/** First the subject of the threshold, then its editor. */
export async function NewThresholdSheet(props: {
  viewer: Viewer;
  /** The subject, once it is chosen. */
  query: Record<string, string | undefined>;
}) {
  const loaded = await loadNewThreshold(props.viewer, props.query);
  if (!loaded.isChosen) {
    const { catalog, action, fault } = loaded;
    return (
      <Sheet
        key="choose-threshold"
        title="New threshold"
        description="Set different outcomes for different amounts."
        returnTo="new-threshold"
        {...closed}
      >
        <ChooseThreshold catalog={catalog} action={action} fault={fault} />
      </Sheet>
    );
  }
  const { title, description, form, related } = loaded;
  return (
    <Sheet key="new-threshold" title={title} description={description} returnTo="new-threshold" {...closed}>
      <ThresholdForm {...form} isSheet />
      <RelatedRules {...related} />
    </Sheet>
  );
}
