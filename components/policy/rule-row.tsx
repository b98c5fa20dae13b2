import type { ReactNode } from "react";
import type { RuleWords } from "#lib/policy/describe-rule";
import type { Outcome } from "#lib/policy/rule";
import { Badge } from "../ui/badge.tsx";
import { CodeBlock } from "../ui/code-block.tsx";
import { OutcomeBadge } from "./outcome-badge.tsx";

/** A rule as it is shown everywhere: words first, its Cedar one press away. */
export interface RuleView {
  id: string;
  outcome: Outcome;
  words: RuleWords;
  /** The policies that it compiles to. */
  cedar: string;
  /** Whether its time is over. */
  isExpired: boolean;
}

/** `children` are what can be done with it: links or buttons. */
export function RuleRow({ rule, children }: { rule: RuleView; children?: ReactNode }) {
  const { words } = rule;
  return (
    <li className="grid gap-1.5 px-4 py-3.5 sm:px-5">
      <div className="flex flex-wrap items-start justify-between gap-x-4 gap-y-2">
        <div className="grid min-w-0 gap-1">
          <div className="flex flex-wrap items-center gap-2">
            <h3 className="min-w-0 font-medium [overflow-wrap:anywhere]">{words.title}</h3>
            <RuleState rule={rule} />
          </div>
          <RuleSentence words={words} />
        </div>
        {children ? <div className="flex flex-wrap gap-2">{children}</div> : null}
      </div>
      <details className="group min-w-0">
        <summary className="inline-flex min-h-8 w-fit cursor-pointer items-center rounded-sm text-muted-foreground text-sm hover:text-foreground">
          Cedar<span className="sr-only"> of {words.title}</span>
        </summary>
        <CodeBlock label={`Rule ${rule.id}, as it is evaluated`} text={rule.cedar} className="mt-1" />
      </details>
    </li>
  );
}

function RuleState({ rule }: { rule: RuleView }) {
  return (
    <>
      <OutcomeBadge outcome={rule.outcome} words={rule.words.outcome} />
      {rule.words.isEnabled ? null : <Badge variant="outline">Switched off</Badge>}
      {rule.isExpired ? <Badge variant="warning">Expired: the default holds</Badge> : null}
    </>
  );
}

/** What, when and for how long, in one or two lines. */
export function RuleSentence({ words }: { words: RuleWords }) {
  return (
    <p className="text-muted-foreground text-sm [overflow-wrap:anywhere]">
      {capital(words.actions)}
      {words.when.length > 0 ? `, when ${words.when.join(" and ")}` : ", always"}
      {words.lives.length > 0 ? `; ${words.lives.join(", ")}` : ""}.
    </p>
  );
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
