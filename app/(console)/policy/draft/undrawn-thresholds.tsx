import { act } from "#app/(console)/acts/act";
import type { PolicyWords } from "#app/(console)/policy/threshold-view";
import { ActButton } from "#components/forms/act-button";
import { Alert } from "#components/ui/alert";
import type { Rule } from "#lib/policy/language/rule";
import { undrawnThresholds } from "#lib/policy/thresholds/threshold-of-rules";

/** Offers to convert rules that together form a threshold, except for the name. */
export function UndrawnThresholds(props: { rules: Rule[]; revision: number; words: PolicyWords }) {
  return [...undrawnThresholds(props.rules)].map(([thresholdId, tiers]) => {
    const action = tiers[0]?.actions[0] ?? "";
    const title = props.words.names.actions.get(action) ?? action;
    return (
      <Alert
        key={thresholdId}
        className="mb-4"
        title={`${title}: ${tiers.length} rules can be combined into a threshold`}
      >
        <p className="mb-2">
          {tiers.map((rule) => `“${rule.title}”`).join(", ")} cover adjacent ranges. As a threshold they mean
          the same, and you can edit their limits together.
        </p>
        <ActButton
          action={act("draft/draw-threshold")}
          fields={{ thresholdId, revision: props.revision }}
          className="grid gap-2"
          isMessageFirst
          size="sm"
          isNarrow
          label="Convert to threshold"
          working="Converting…"
        >
          <span className="sr-only">: {title}</span>
        </ActButton>
      </Alert>
    );
  });
}
