import type { PolicyWords } from "#app/(console)/policy/threshold-view";
import { Alert } from "#components/ui/alert";
import type { Rule } from "#lib/policy/language/rule";
import { undrawnLadders } from "#lib/policy/thresholds/threshold-of-rules";
import { DrawLadder } from "./draw-threshold.tsx";

/** Offers to convert rules that together form a threshold, except for the name. */
export function UndrawnLadders(props: { rules: Rule[]; revision: number; words: PolicyWords }) {
  return [...undrawnLadders(props.rules)].map(([ladderId, bands]) => {
    const action = bands[0]?.actions[0] ?? "";
    const title = props.words.names.actions.get(action) ?? action;
    return (
      <Alert
        key={ladderId}
        className="mb-4"
        title={`${title}: ${bands.length} rules can be combined into a threshold`}
      >
        <p className="mb-2">
          {bands.map((rule) => `“${rule.title}”`).join(", ")} cover adjacent ranges. As a threshold they mean
          the same, and you can edit their limits together.
        </p>
        <DrawLadder ladderId={ladderId} title={title} revision={props.revision} />
      </Alert>
    );
  });
}
