import { EndingBadge } from "#components/badges/request-badges";
import { RelativeTime } from "#components/text/relative-time";
import { UntrustedCode } from "#components/text/untrusted-text";
import { RowLink, RowList } from "#components/ui/card";
import type { ReplayChange } from "#lib/policy/replay/list-changes";

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
          <span className="flex flex-wrap items-baseline gap-x-3 gap-y-0.5">
            <span className="font-medium">{titles.actions.get(change.actionType) ?? change.actionType}</span>
            {change.resource === null ? null : (
              <UntrustedCode text={change.resource} className="text-muted-foreground" />
            )}
            <span className="text-muted-foreground">
              {change.agentName}, <RelativeTime at={change.askedAt} now={now} />
            </span>
          </span>
          <span className="flex flex-wrap items-center gap-2 text-sm">
            <EndingBadge ending={keyOf(change.before)} />
            <span aria-hidden>→</span>
            <span className="sr-only">would be</span>
            <EndingBadge ending={keyOf(change.after)} />
            <span className="text-muted-foreground [overflow-wrap:anywhere]">
              {change.after.ruleIds.length === 0
                ? "by the default outcome"
                : `by ${change.after.ruleIds.map((id) => `“${titles.rules.get(id) ?? id}”`).join(" and ")}`}
            </span>
          </span>
        </RowLink>
      ))}
    </RowList>
  );
}

function keyOf({ outcome, approvals }: ReplayChange["after"]): string {
  return outcome === "step_up" ? `step_up_${approvals}` : outcome;
}
