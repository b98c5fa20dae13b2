import { ChevronRight } from "lucide-react";
import type { ReactNode } from "react";
import { Badge } from "#components/ui/badge";
import { CodeBlock } from "#components/ui/code-block";
import type { Outcome } from "#lib/policy/language/rule";
import type { RuleWords } from "#lib/policy/words/describe-rule";
import { OutcomeBadge } from "./outcome-badge.tsx";

/** A rule as displayed everywhere: text first, its Cedar one press away. */
export interface RuleView {
  id: string;
  outcome: Outcome;
  words: RuleWords;
  /** The compiled Cedar policies. */
  cedar: string;
  /** Whether its time is over. */
  isExpired: boolean;
}

/**
 * `children` are the rule's actions: links or buttons. `isBrief` when the page already names the
 * action type.
 */
export function RuleRow(props: { rule: RuleView; isBrief: boolean; children?: ReactNode }) {
  const { rule, isBrief, children } = props;
  const { words } = rule;
  return (
    <li id={`rule-${rule.id}`} className="grid scroll-mt-20 gap-1.5 px-4 py-3.5 sm:px-5">
      <div className="flex flex-wrap items-start justify-between gap-x-4 gap-y-2">
        <div className="grid min-w-0 gap-1">
          <div className="flex flex-wrap items-center gap-2">
            <h3 className="min-w-0 font-medium [overflow-wrap:anywhere]">{words.title}</h3>
            <RuleState rule={rule} />
          </div>
          <RuleSentence words={words} isBrief={isBrief} />
        </div>
        {children ? <div className="flex flex-wrap gap-2">{children}</div> : null}
      </div>
      <details className="group min-w-0">
        <summary className="-ml-1 inline-flex min-h-8 w-fit cursor-pointer items-center gap-1 rounded-sm pr-2 text-muted-foreground text-sm hover:text-foreground">
          <ChevronRight aria-hidden className="size-4 transition-transform group-open:rotate-90" />
          Cedar<span className="sr-only"> of {words.title}</span>
        </summary>
        <CodeBlock label={`Rule ${rule.id}, as evaluated`} text={rule.cedar} className="mt-1" />
      </details>
    </li>
  );
}

function RuleState({ rule }: { rule: RuleView }) {
  return (
    <>
      <OutcomeBadge outcome={rule.outcome} words={rule.words.outcome} />
      {rule.words.isEnabled ? null : <Badge variant="outline">Disabled</Badge>}
      {rule.words.isMonitored ? <Badge variant="outline">Monitor mode: not enforced</Badge> : null}
      {rule.isExpired ? <Badge variant="warning">Expired: default outcome applies</Badge> : null}
    </>
  );
}

/**
 * What, when and for how long, in a line or two. `isBrief` leaves out parts that are usual or
 * already on the page.
 */
export function RuleSentence({ words, isBrief = false }: { words: RuleWords; isBrief?: boolean }) {
  const when = words.when.length > 0 ? `when ${words.when.join(" and ")}` : "always";
  const what = isBrief ? when : `${words.actions}, ${when}`;
  const lives = isBrief && words.hasUsualLives ? [] : words.lives;
  const parts = [[what, words.until].filter(Boolean).join(", "), ...words.who, ...lives];
  return (
    <p className="text-muted-foreground text-sm [overflow-wrap:anywhere]">{capital(parts.join("; "))}.</p>
  );
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
