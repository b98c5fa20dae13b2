import { EndingBadge } from "#components/badges/request-badges";
import { RelativeTime } from "#components/text/relative-time";
import { RowLink, RowList } from "#components/ui/card";
import type { ReplayChange } from "#lib/policy/replay/list-changes";
import { OutcomeMove, RequestLine } from "./request-line.tsx";

/** Past requests whose outcome would differ, each with the actual and the simulated outcome. */
export function ReplayChangeList(props: {
  changes: ReplayChange[];
  /** Titles of action types, and of the draft's rules, by name and id. */
  titles: { actions: ReadonlyMap<string, string>; rules: ReadonlyMap<string, string> };
  now: Date;
}) {
  const { changes, titles, now } = props;
  return (
    <RowList className="border-t first:border-t">
      {changes.map((change) => (
        <RowLink key={change.requestId} href={`/requests/${change.requestId}`} className="grid gap-1.5">
          <RequestLine
            title={titles.actions.get(change.actionType) ?? change.actionType}
            resource={change.resource}
          >
            {change.agentName}, <RelativeTime at={change.askedAt} now={now} />
          </RequestLine>
          <OutcomeMove
            from={<EndingBadge ending={keyOf(change.before)} />}
            words="would be"
            to={<EndingBadge ending={keyOf(change.after)} />}
          >
            <span className="text-muted-foreground [overflow-wrap:anywhere]">
              {change.after.ruleIds.length === 0
                ? "by the default outcome"
                : `by ${change.after.ruleIds.map((id) => `“${titles.rules.get(id) ?? id}”`).join(" and ")}`}
            </span>
          </OutcomeMove>
        </RowLink>
      ))}
    </RowList>
  );
}

function keyOf({ outcome, approvals }: ReplayChange["after"]): string {
  return outcome === "step_up" ? `step_up_${approvals}` : outcome;
}
