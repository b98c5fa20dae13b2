import type { ReactNode } from "react";
import { Badge } from "#components/ui/badge";
import type { RuleWords } from "#lib/policy/explanation/describe-rule";
import type { Outcome } from "#lib/policy/language/rule";
import { OutcomeBadge } from "../badges/request-badges.tsx";
import { type Mark, MarkBadge } from "./mark-badge.tsx";

/** A rule as displayed everywhere. */
export interface RuleView {
  id: string;
  outcome: Outcome;
  words: RuleWords;
  isExpired: boolean;
  mark?: Mark | undefined;
}

/** `children` are the rule's links or buttons. `isBrief`: the page already names the action type. */
export function RuleRow(props: { rule: RuleView; isBrief: boolean; children?: ReactNode }) {
  const { rule, isBrief, children } = props;
  const { words } = rule;
  return (
    <li id={`rule-${rule.id}`} className="scroll-mt-20 px-4 py-3.5 sm:px-5">
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
    </li>
  );
}

export function RuleState({ rule }: { rule: RuleView }) {
  return (
    <>
      <MarkBadge mark={rule.mark} />
      <OutcomeBadge outcome={rule.outcome} words={rule.words.outcome} />
      <NotInForce {...rule.words} isExpired={rule.isExpired} />
    </>
  );
}

/** Why a rule or a threshold doesn't apply as written, if so. */
export function NotInForce(props: { isEnabled: boolean; isMonitored: boolean; isExpired: boolean }) {
  return (
    <>
      {props.isEnabled ? null : <Badge variant="outline">Disabled</Badge>}
      {props.isMonitored ? <Badge variant="outline">Monitor mode: not enforced</Badge> : null}
      {props.isExpired ? <Badge variant="warning">Expired: default outcome applies</Badge> : null}
    </>
  );
}

/** The conditions, times and approvers in a line or two. `isBrief` leaves out usual parts. */
export function RuleSentence({ words, isBrief = false }: { words: RuleWords; isBrief?: boolean }) {
  const when = words.when.length > 0 ? `when ${words.when.join(" and ")}` : "always";
  const what = isBrief ? when : `${words.actions}, ${when}`;
  const lives = isBrief && words.hasUsualLives ? [] : words.lives;
  const parts = [[what, words.until].filter(Boolean).join(", "), ...words.who, ...lives];
  return (
    <p className="text-muted-foreground text-sm [overflow-wrap:anywhere]">{capital(parts.join(" · "))}</p>
  );
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
