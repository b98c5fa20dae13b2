import { AffectedList } from "#components/policy/affected-list";
import { grouped } from "#components/text/plural.ts";
import { Card, CardHead } from "#components/ui/card";
import type { NextVersion } from "#lib/policy/drafts/next-version";
import type { Names } from "#lib/policy/explanation/describe-rule";
import { both } from "#lib/policy/explanation/phrases";
import type { ForeseenPending } from "#lib/publishing/foresee-pending";

/** The effect of publishing on the pending requests. */
export function AffectedPending(props: { pending: ForeseenPending; next: NextVersion; names: Names }) {
  const { pending, next, names } = props;
  const rules = new Map(next.rules.map(({ id, title }) => [id, title]));
  const hidden = pending.cancelled + pending.stricter - pending.affected.length;
  return (
    <Card>
      <CardHead title="Effect on pending requests">
        {sentence(pending)}
        {allowedWords(pending.allowedIfAskedAgain)}
        {hidden > 0 ? ` Showing the ${pending.affected.length} that expire soonest.` : null}
      </CardHead>
      {pending.affected.length > 0 ? (
        <AffectedList requests={pending.affected} titles={{ actions: names.actions, rules }} />
      ) : null}
    </Card>
  );
}

function allowedWords(count: number): string {
  if (count === 0) return "";
  return count === 1
    ? " 1 would be auto-approved if it were requested again. It stays pending."
    : ` ${grouped(count)} would be auto-approved if they were requested again. They stay pending.`;
}

function sentence({ cancelled, stricter, unchanged }: ForeseenPending): string {
  const all = cancelled + stricter + unchanged;
  if (all === 0) return "No requests are pending.";
  if (all === unchanged)
    return all === 1
      ? "1 request is pending. It isn't affected."
      : `${all} requests are pending. None are affected.`;
  const parts = [
    ...(cancelled > 0 ? [`${cancelled} will be cancelled`] : []),
    ...(stricter > 0 ? [`${stricter} will have stricter requirements`] : []),
    ...(unchanged > 0 ? [`${unchanged} ${unchanged === 1 ? "isn't affected" : "aren't affected"}`] : []),
  ];
  return `Of ${all} pending ${all === 1 ? "request" : "requests"}, ${both(parts)}.`;
}
