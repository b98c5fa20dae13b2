import { AffectedList } from "#components/policy/affected-list";
import { Card, CardDescription, CardHeader, CardTitle } from "#components/ui/card";
import type { Names } from "#lib/policy/describe-rule";
import type { NextVersion } from "#lib/policy/next-version";
import type { ForeseenPending } from "#lib/requests/foresee-pending";

/** What publishing does to the requests that wait at this moment. */
export function AffectedPending(props: { pending: ForeseenPending; next: NextVersion; names: Names }) {
  const { pending, next, names } = props;
  const rules = new Map(next.rules.map(({ id, title }) => [id, title]));
  const hidden = pending.cancelled + pending.stricter - pending.affected.length;
  return (
    <Card>
      <CardHeader>
        <CardTitle>Waiting requests</CardTitle>
        <CardDescription>
          {sentence(pending)}
          {hidden > 0 ? ` The ${pending.affected.length} with the soonest deadlines are shown.` : null}
        </CardDescription>
      </CardHeader>
      {pending.affected.length > 0 ? (
        <AffectedList requests={pending.affected} titles={{ actions: names.actions, rules }} />
      ) : null}
    </Card>
  );
}

function sentence({ cancelled, stricter, unchanged }: ForeseenPending): string {
  const all = cancelled + stricter + unchanged;
  if (all === 0) return "No request is waiting for a person.";
  if (all === unchanged)
    return all === 1 ? "1 is waiting, and goes on as it is." : `${all} are waiting, and go on as they are.`;
  const parts = [
    ...(cancelled > 0 ? [`${cancelled} ${cancelled === 1 ? "is" : "are"} cancelled`] : []),
    ...(stricter > 0 ? [`${stricter} ${stricter === 1 ? "gets" : "get"} stricter`] : []),
    ...(unchanged > 0 ? [`${unchanged} ${unchanged === 1 ? "goes on as it is" : "go on as they are"}`] : []),
  ];
  return `Of ${all} that wait${all === 1 ? "s" : ""} now, ${parts.join(", ")}.`;
}
