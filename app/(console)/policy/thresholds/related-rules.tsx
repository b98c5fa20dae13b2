import type { PolicyWords } from "#app/(console)/policy/policy-view";
import { rowsOf } from "#app/(console)/policy/policy-view";
import { RuleRow } from "#components/policy/rule-row";
import { ThresholdRow } from "#components/policy/thresholds/threshold-row";
import { Card, CardHead } from "#components/ui/card";
import { concerns, type Rule } from "#lib/policy/language/rule";
import type { Threshold } from "#lib/policy/thresholds/threshold";

/** More rules about the threshold's action, possibly stricter. */
export function RelatedRules(props: { threshold: Threshold; rules: Rule[]; words: PolicyWords }) {
  const { threshold, words } = props;
  const others = props.rules.filter(
    (rule) => rule.threshold !== threshold.id && concerns(rule, threshold.action),
  );
  const rows = rowsOf(others, words);
  if (others.length === 0) return null;
  return (
    <Card className="mt-8">
      <CardHead title="Other rules for this action">
        When several rules match, the strictest wins. Something auto-approved here may still need approval or
        be blocked by one of these.
      </CardHead>
      <ul className="divide-y border-t">
        {rows.thresholds.map((threshold) => (
          <ThresholdRow key={threshold.id} threshold={threshold} />
        ))}
        {rows.rules.map((rule) => (
          <RuleRow key={rule.id} rule={rule} isBrief />
        ))}
      </ul>
    </Card>
  );
}
