import type { Explanation, RuleExplanation } from "#lib/policy/explanation/explain";
import { ExplainedRule } from "./explained-rule.tsx";
import { PhraseText } from "./phrase-text.tsx";
import { TierMarker, tiersBeside } from "./tier-marker.tsx";

/** So many rules of a kind are shown: a policy may have a thousand. */
const most = 60;

/**
 * The result of every rule about an action. Shows rules that decided, were outweighed or nearly
 * applied; the others are one press away.
 */
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
