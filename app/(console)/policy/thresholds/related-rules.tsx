import { ChevronRight } from "lucide-react";
import { rowsOf, viewOf } from "#app/(console)/policy/policy-view";
import type { PolicyWords } from "#app/(console)/policy/threshold-view";
import { RuleRow } from "#components/policy/rule-row";
import { ThresholdRow } from "#components/policy/thresholds/threshold-row";
import { Card, CardDescription, CardHeader, CardTitle } from "#components/ui/card";
import { CodeBlock } from "#components/ui/code-block";
import { Link } from "#components/ui/link";
import { concerns, type Rule } from "#lib/policy/language/rule";
import type { Threshold } from "#lib/policy/thresholds/threshold";
import { rulesOfThreshold } from "#lib/policy/thresholds/threshold-rules";

/**
 * Other rules about the threshold's action, which may be stricter, and the saved threshold in
 * Cedar.
 */
export function RelatedRules(props: {
  threshold: Threshold;
  isNew: boolean;
  rules: Rule[];
  words: PolicyWords;
}) {
  const { threshold, words } = props;
  const others = props.rules.filter(
    (rule) => rule.ladder !== threshold.id && concerns(rule, threshold.action),
  );
  const rows = rowsOf(others, words);
  return (
    <div className="mt-8 grid gap-4">
      {others.length > 0 ? (
        <Card>
          <CardHeader>
            <CardTitle>Other rules for this action</CardTitle>
            <CardDescription>
              When several rules match, the strictest wins. Something auto-approved here may still need
              approval or be blocked by one of these.
            </CardDescription>
          </CardHeader>
          <ul className="divide-y border-t">
            {rows.thresholds.map((threshold) => (
              <ThresholdRow key={threshold.id} threshold={threshold} />
            ))}
            {rows.rules.map((rule) => (
              <RuleRow key={rule.id} rule={rule} isBrief />
            ))}
          </ul>
        </Card>
      ) : null}
      {props.isNew ? null : (
        <details className="group min-w-0">
          <summary className="-ml-1 inline-flex min-h-11 w-fit cursor-pointer items-center gap-1 rounded-sm pr-2 text-muted-foreground text-sm hover:text-foreground md:min-h-8">
            <ChevronRight aria-hidden className="size-4 transition-transform group-open:rotate-90" />
            Cedar for this threshold
          </summary>
          <CodeBlock
            label="As last saved"
            text={rulesOfThreshold(threshold)
              .map((rule) => viewOf(rule, words).cedar)
              .join("\n\n")}
            className="mt-1"
          />
          <p className="mt-2 text-muted-foreground text-sm">
            <Link href="/policy/cedar?of=draft" className="text-link underline underline-offset-3">
              View the whole draft as Cedar
            </Link>
          </p>
        </details>
      )}
    </div>
  );
}
