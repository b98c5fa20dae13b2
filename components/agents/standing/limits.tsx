import { LocalTime } from "#components/text/local-time";
import { counted } from "#components/text/plural.ts";
import type { ShownBounds } from "#lib/approvals/standing/approvals/show-bounds";
import type { StandingStatement } from "#lib/approvals/standing/approvals/statement";
import { NamedValue } from "./named-value.tsx";
import { ShownAmount } from "./shown-amount.tsx";

/** How far a standing approval goes, from its statement. */
export function Limits({ statement, bounds }: { statement: StandingStatement; bounds: ShownBounds }) {
  const { terms, expires_at } = statement;
  const total = terms.total === undefined ? undefined : bounds.amountOf?.(terms.total);
  return (
    <dl className="@container grid min-w-0 gap-2">
      <NamedValue name="Until">
        <LocalTime at={new Date(expires_at)} />
      </NamedValue>
      <NamedValue name="At most">
        {counted(terms.count, "request")}, {terms.per_hour} within an hour
      </NamedValue>
      {terms.total === undefined ? null : (
        <NamedValue name="Amount in total">{total ? <ShownAmount amount={total} /> : terms.total}</NamedValue>
      )}
      {terms.hours === undefined ? null : (
        <NamedValue name="Hours of the day">
          {terms.hours.from}–{terms.hours.to} {terms.hours.zone}
        </NamedValue>
      )}
    </dl>
  );
}
