import { Minus, PencilLine, Plus } from "lucide-react";
import type { ReactNode } from "react";
import { OutcomeBadge } from "./outcome-badge.tsx";
import { RuleSentence, type RuleView } from "./rule-row.tsx";

/** What differs between two policies, ready to be shown. */
export interface DifferenceView {
  added: RuleView[];
  removed: RuleView[];
  changed: { before: RuleView; after: RuleView }[];
  /** Set when the default outcome differs. */
  defaultOutcome?: { before: string; after: string } | undefined;
}

/** The difference, rule by rule: what goes, what comes, and for what changes both. */
export function DifferenceList({ difference }: { difference: DifferenceView }) {
  const { added, removed, changed, defaultOutcome } = difference;
  return (
    <ul className="divide-y">
      {defaultOutcome ? (
        <Entry icon={<PencilLine aria-hidden />} what="Default changed">
          <Line label="Before">{defaultOutcome.before}</Line>
          <Line label="After">{defaultOutcome.after}</Line>
        </Entry>
      ) : null}
      {changed.map(({ before, after }) => (
        <Entry key={after.id} icon={<PencilLine aria-hidden />} what="Rule changed">
          <Line label="Before">
            <Summary rule={before} />
          </Line>
          <Line label="After">
            <Summary rule={after} />
          </Line>
        </Entry>
      ))}
      {added.map((rule) => (
        <Entry key={rule.id} icon={<Plus aria-hidden />} what="Rule added">
          <Summary rule={rule} />
        </Entry>
      ))}
      {removed.map((rule) => (
        <Entry key={rule.id} icon={<Minus aria-hidden />} what="Rule removed">
          <Summary rule={rule} />
        </Entry>
      ))}
    </ul>
  );
}

function Entry(props: { icon: ReactNode; what: string; children: ReactNode }) {
  return (
    <li className="grid gap-2 px-4 py-3.5 sm:px-5">
      <h3 className="flex items-center gap-2 font-medium text-sm [&_svg]:size-4">
        {props.icon}
        {props.what}
      </h3>
      {props.children}
    </li>
  );
}

function Line(props: { label: string; children: ReactNode }) {
  return (
    <div className="grid gap-x-4 gap-y-1 sm:grid-cols-[4rem_minmax(0,1fr)]">
      <span className="text-muted-foreground text-sm">{props.label}</span>
      <div className="min-w-0">{props.children}</div>
    </div>
  );
}

function Summary({ rule }: { rule: RuleView }) {
  return (
    <div className="grid gap-1">
      <div className="flex flex-wrap items-center gap-2">
        <span className="min-w-0 [overflow-wrap:anywhere]">{rule.words.title}</span>
        <OutcomeBadge outcome={rule.outcome} words={rule.words.outcome} />
        {rule.words.isEnabled ? null : <span className="text-muted-foreground text-sm">switched off</span>}
      </div>
      <RuleSentence words={rule.words} />
    </div>
  );
}
