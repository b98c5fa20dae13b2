import type { ReactNode } from "react";
import { Input, PlainField } from "#components/forms/field";
import { Button } from "#components/ui/button";
import { ContentCard } from "#components/ui/card";
import type { Term } from "#lib/approvals/standing/approvals/terms";
import type { StandingCeiling } from "#lib/policy/action-types/standing-ceiling";
import { termParams } from "./read-terms.ts";

/** The limits to sign, each with its error. Without script: the next page has them in its address. */
export function LimitsForm(props: {
  typed: Partial<Record<Term, string>>;
  faults: Partial<Record<Term, string>>;
  ceiling: StandingCeiling;
  /** The ceiling of the total, in its currency. */
  mostTotal: ReactNode;
}) {
  const { typed, faults, ceiling, mostTotal } = props;
  const fields: [Term, string, ReactNode][] = [
    ["days", "Days", `1 to ${ceiling.days}`],
    ["count", "Requests", `1 to ${ceiling.count}`],
    ["perHour", "Requests per hour", "Up to the requests in all"],
  ];
  if (ceiling.total !== undefined) fields.push(["total", "Amount in total", mostTotal]);
  return (
    <ContentCard title="Limits" about="Next, you'll review what it covers and sign." layout="grid gap-4">
      {/* The errors are the page's own: they stay, and a screen reader reads them with the field. */}
      <form method="get" noValidate className="grid gap-4">
        <div className="grid grid-cols-2 items-start gap-4 max-[22rem]:grid-cols-1 sm:grid-cols-4">
          {fields.map(([term, label, hint]) => (
            <PlainField key={term} label={label} hint={hint} error={faults[term]}>
              <Input {...inputOf(term, typed)} inputMode="decimal" required maxLength={20} />
            </PlainField>
          ))}
        </div>
        <HoursFields {...{ typed, faults }} />
        <Button type="submit" size="lg" className="w-full sm:w-fit">
          Continue
        </Button>
      </form>
    </ContentCard>
  );
}

/** When requests may run; empty for any time. */
function HoursFields({ typed, faults }: Pick<Parameters<typeof LimitsForm>[0], "typed" | "faults">) {
  const times: [Term, string][] = [
    ["from", "From"],
    ["to", "To"],
  ];
  return (
    <fieldset className="min-w-0" aria-describedby="hours-hint">
      <legend className="mb-1.5 font-medium text-sm">Hours of the day</legend>
      <p id="hours-hint" className="mb-2 text-[0.8125rem] text-muted-foreground">
        Requests at other times reach you. Leave empty for any time.
      </p>
      <div className="grid grid-cols-2 items-start gap-4 sm:grid-cols-[8rem_8rem_minmax(0,1fr)]">
        {times.map(([term, label]) => (
          <PlainField key={term} label={label} error={faults[term]} optional>
            <Input {...inputOf(term, typed)} type="time" />
          </PlainField>
        ))}
        <PlainField
          label="Time zone"
          hint="For example Europe/Zurich."
          error={faults.zone}
          className="max-sm:col-span-2"
          optional
        >
          <Input {...inputOf("zone", typed)} autoCapitalize="none" spellCheck={false} maxLength={64} />
        </PlainField>
      </div>
    </fieldset>
  );
}

function inputOf(term: Term, typed: Partial<Record<Term, string>>) {
  return { name: termParams[term], defaultValue: typed[term], autoComplete: "off" };
}
