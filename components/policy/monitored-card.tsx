import type { ReactNode } from "react";
import { LocalTime } from "#components/text/local-time";
import { grouped } from "#components/text/plural.ts";
import { RelativeTime } from "#components/text/relative-time";
import {
  Card,
  CardContent,
  CardDescription,
  CardHeader,
  CardTitle,
  RowLink,
  RowList,
} from "#components/ui/card";
import type { MonitoredRule } from "#lib/policy/versions/list-monitored";
import { OutcomeBadge } from "../badges/request-badges.tsx";
import { OutcomeMove, RequestLine } from "./request-line.tsx";
import { RuleSentence, type RuleView } from "./rule-row.tsx";

/** A rule in monitor mode: its text, and its effect if enforced. `children` are the actions. */
export function MonitoredCard(props: {
  monitored: MonitoredRule;
  rule: RuleView;
  actionTitles: ReadonlyMap<string, string>;
  now: Date;
  children?: ReactNode;
}) {
  const { monitored, rule, actionTitles, now, children } = props;
  const { counts, examples, since } = monitored;
  const all = counts.reduce((sum, { count }) => sum + count, 0);
  return (
    <Card>
      <CardHeader>
        <div className="grid gap-1">
          <CardTitle className="flex flex-wrap items-center gap-2 [overflow-wrap:anywhere]">
            {rule.words.title} <OutcomeBadge outcome={rule.outcome} words={rule.words.outcome} />
          </CardTitle>
          <RuleSentence words={rule.words} />
        </div>
        {children}
        <CardDescription>
          {all === 0 ? "Matched no requests" : `Matched ${requests(all)}`} since <LocalTime at={since} />. Not
          enforced.
        </CardDescription>
      </CardHeader>
      {all > 0 ? (
        <CardContent>
          <Counts counts={counts} />
        </CardContent>
      ) : null}
      {examples.length > 0 ? (
        <>
          <h3 className="border-t px-4 pt-3 font-medium text-sm sm:px-5">
            Latest requests with a different outcome
          </h3>
          <RowList>
            {examples.map((example) => (
              <RowLink
                key={example.requestId}
                href={`/requests/${example.requestId}`}
                className="grid gap-1.5"
              >
                <RequestLine
                  title={actionTitles.get(example.actionType) ?? example.actionType}
                  resource={example.resource}
                >
                  {example.agentName}, <RelativeTime at={example.askedAt} now={now} />
                </RequestLine>
                <Move was={example.was} wouldBe={example.wouldBe} />
              </RowLink>
            ))}
          </RowList>
        </>
      ) : null}
    </Card>
  );
}

function Counts({ counts }: Pick<MonitoredRule, "counts">) {
  return (
    <ul className="grid gap-2 text-sm">
      {counts.map(({ was, wouldBe, count }) => (
        <li key={`${was} ${wouldBe}`} className="flex flex-wrap items-center gap-2">
          <span className="min-w-12 text-right font-medium tabular-nums">{grouped(count)}</span>
          <span className="sr-only">requests:</span>
          {was === wouldBe ? (
            <>
              <OutcomeBadge outcome={was} />
              <span className="text-muted-foreground">same outcome either way</span>
            </>
          ) : (
            <Move was={was} wouldBe={wouldBe} />
          )}
        </li>
      ))}
    </ul>
  );
}

function Move({ was, wouldBe }: Pick<MonitoredRule["counts"][number], "was" | "wouldBe">) {
  return (
    <OutcomeMove
      from={<OutcomeBadge outcome={was} />}
      words="would have been"
      to={<OutcomeBadge outcome={wouldBe} />}
    />
  );
}

function requests(count: number): string {
  return count === 1 ? "1 request" : `${grouped(count)} requests`;
}
