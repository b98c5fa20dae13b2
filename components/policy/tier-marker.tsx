import { rangeWords, valueText } from "#components/policy/thresholds/threshold-words.ts";
import { toneOf } from "#components/policy/thresholds/tone.ts";
import { cn } from "#components/ui/cn.ts";
import type { RuleExplanation } from "#lib/policy/explanation/explain";
import type { ExplainedTier } from "#lib/policy/explanation/explained-tier";
import { outcomeLabel } from "#lib/text/labels";

type TierRule = RuleExplanation & { tier: ExplainedTier };

/** The tiers of a threshold, lowest first, with a marker where the action is. */
export function TierMarker({ rules, matched }: { rules: TierRule[]; matched: RuleExplanation }) {
  const tiers = rules.toSorted((one, other) => one.tier.over - other.tier.over);
  return (
    <ol aria-label="Tiers" className="grid gap-1 py-1 sm:grid-flow-col sm:auto-cols-fr sm:grid-cols-none">
      {tiers.map(({ ruleId, outcome, tier }) => (
        <li
          key={ruleId}
          className={cn(
            "grid min-w-0 content-start rounded-md px-3 py-2 text-[0.8125rem]",
            toneOf({ outcome }).soft,
            ruleId === matched.ruleId && "outline-2 outline-current -outline-offset-2",
          )}
        >
          <span className="tabular-nums first-letter:uppercase">
            {rangeWords(tier.measure, tier.over, tier.upTo)}
          </span>
          <span className="font-medium">{outcomeLabel(outcome, tier.approvals)}</span>
          {ruleId === matched.ruleId && tier.value !== undefined ? (
            <span className="mt-1 font-semibold tabular-nums">
              <Marker tier={tier} value={tier.value} />
              {valueText(tier.measure, tier.value)}
            </span>
          ) : null}
        </li>
      ))}
    </ol>
  );
}

/** A triangle at the value's place between the tier's limits; the highest tier has no end. */
function Marker({ tier: { over, upTo }, value }: { tier: ExplainedTier; value: number }) {
  const place = upTo === undefined ? 0.5 : (value - over) / (upTo - over);
  return (
    <svg aria-hidden className="block h-2 w-full overflow-visible" width="100%" height="8">
      <svg aria-hidden x={`${(Math.min(1, Math.max(0, place)) * 100).toFixed(1)}%`} overflow="visible">
        <path d="M-5 0L5 0L0 7Z" className="fill-current" />
      </svg>
    </svg>
  );
}

/** The other tiers of the threshold that a rule belongs to, with the rule itself. */
export function tiersBeside(rule: RuleExplanation, rules: RuleExplanation[]): TierRule[] {
  const { tier } = rule;
  if (!tier) return [];
  return rules.filter((other): other is TierRule => other.tier?.thresholdId === tier.thresholdId);
}
