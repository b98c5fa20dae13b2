import type { Explanation, RuleExplanation } from "#lib/policy/explanation/explain";
import { ExplainedRule } from "./explained-rule.tsx";
import { PhraseText } from "./phrase-text.tsx";

/** So many rules of a kind are shown: a policy may have a thousand. */
const most = 60;

/**
 * The result of every rule about an action. Shows rules that decided, were outweighed or nearly
 * applied; the others are one press away.
 */
export function ExplanationList({ explanation }: { explanation: Explanation }) {
  const { verdict, obstacles, rules } = explanation;
  const isFarOff = ({ result, isNearMiss }: RuleExplanation) => result === "did_not_apply" && !isNearMiss;
  const others = rules.filter(isFarOff);
  return (
    <div className="grid gap-2">
      {obstacles.map((phrase) => (
        <p key={JSON.stringify(phrase)} className="text-sm">
          Can't be auto-approved: <PhraseText phrase={phrase} />.
        </p>
      ))}
      {verdict.ruleIds.length === 0 ? (
        <p className="text-sm">No rule matched, so the default outcome applies.</p>
      ) : null}
      <Rules rules={rules.filter((rule) => !isFarOff(rule))} />
      {others.length > 0 ? (
        <details>
          <summary className="inline-flex min-h-8 cursor-pointer items-center text-muted-foreground text-sm">
            {others.length === 1 ? "1 other rule" : `${others.length} other rules`} for this action didn't
            match
          </summary>
          <Rules rules={others} />
        </details>
      ) : null}
    </div>
  );
}

function Rules({ rules }: { rules: RuleExplanation[] }) {
  if (rules.length === 0) return null;
  return (
    <>
      <ul className="divide-y">
        {rules.slice(0, most).map((rule) => (
          <ExplainedRule key={rule.ruleId} rule={rule} />
        ))}
      </ul>
      {rules.length > most ? (
        <p className="text-muted-foreground text-sm">{rules.length - most} more</p>
      ) : null}
    </>
  );
}
