import type { PolicyWords } from "#app/(console)/policy/threshold-view";
import { Alert } from "#components/ui/alert";
import type { Rule } from "#lib/policy/language/rule";
import { undrawnThresholds } from "#lib/policy/thresholds/threshold-of-rules";
import { DrawThreshold } from "./draw-threshold.tsx";

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
        <DrawThreshold thresholdId={thresholdId} title={title} revision={props.revision} />
      </Alert>
    );
  });
}
