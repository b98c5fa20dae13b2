import { rangeWords, valueText } from "#components/policy/thresholds/threshold-words.ts";
import { toneOf } from "#components/policy/thresholds/tone.ts";
import { cn } from "#components/ui/cn.ts";
import type { Explanation, RuleExplanation } from "#lib/policy/explanation/explain";
import type { ExplainedTier } from "#lib/policy/explanation/explained-tier";
import { outcomeLabel } from "#lib/text/labels";
import { ExplainedRule } from "./explained-rule.tsx";
import { PhraseText } from "./phrase-text.tsx";

/** So many rules of a kind are shown: a policy may have a thousand. */
const most = 60;

/** Every rule's result: rules that decided, were outweighed or nearly applied, then the rest. */
export function ExplanationList({ explanation }: { explanation: Explanation }) {
  const { verdict, obstacles, rules } = explanation;
  const isFarOff = ({ result, isNearMiss }: RuleExplanation) => result === "did_not_apply" && !isNearMiss;
  const near = rules.filter((rule) => !isFarOff(rule));
  // The tiers of a shown threshold stand with the tier that applied.
  const shown = new Set(near.flatMap(({ tier }) => tier?.thresholdId ?? []));
  const others = rules.filter((rule) => isFarOff(rule) && !shown.has(rule.tier?.thresholdId ?? ""));
  return (
    <div className="grid gap-2">
      {obstacles.map((phrase) => (
        <p key={JSON.stringify(phrase)} className="text-sm">
          Can't be auto-approved: <PhraseText phrase={phrase} />.
        </p>
      ))}
      {verdict.ruleIds.length === 0 && !verdict.isSpared ? (
        <p className="text-sm">No rule matched, so the default outcome applies.</p>
      ) : null}
      <Rules rules={near} all={rules} />
      {others.length > 0 ? (
        <details>
          <summary className="inline-flex min-h-11 fine:min-h-8 cursor-pointer items-center text-muted-foreground text-sm">
            {others.length === 1 ? "1 other rule" : `${others.length} other rules`} for this action didn't
            match
          </summary>
          <Rules rules={others} all={[]} />
        </details>
      ) : null}
    </div>
  );
}

function Tiers({ rule, all }: { rule: RuleExplanation; all: RuleExplanation[] }) {
  const tiers = tiersBeside(rule, all);
  return tiers.length > 1 ? <TierMarker rules={tiers} matched={rule} /> : null;
}

function Rules({ rules, all }: { rules: RuleExplanation[]; all: RuleExplanation[] }) {
  if (rules.length === 0) return null;
  return (
    <>
      <ul className="divide-y">
        {rules.slice(0, most).map((rule) => (
          <ExplainedRule key={rule.ruleId} rule={rule}>
            <Tiers rule={rule} all={all} />
          </ExplainedRule>
        ))}
      </ul>
      {rules.length > most ? (
        <p className="text-muted-foreground text-sm">{rules.length - most} more</p>
      ) : null}
    </>
  );
}

type TierRule = RuleExplanation & { tier: ExplainedTier };

/** The tiers of a threshold, lowest first, with a marker where the action is. */
function TierMarker({ rules, matched }: { rules: TierRule[]; matched: RuleExplanation }) {
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

function tiersBeside(rule: RuleExplanation, rules: RuleExplanation[]): TierRule[] {
  const { tier } = rule;
  if (!tier) return [];
  return rules.filter((other): other is TierRule => other.tier?.thresholdId === tier.thresholdId);
}
