import type { ReactNode } from "react";
import { Input, PlainField } from "#components/forms/field";
import { Button } from "#components/ui/button";
import { ContentCard } from "#components/ui/card";
import type { ChosenTerms } from "#lib/approvals/standing/approvals/terms";
import type { StandingCeiling } from "#lib/policy/action-types/standing-ceiling";
import { termParams } from "./read-terms.ts";

type Term = keyof ChosenTerms;

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
              <Input
                name={termParams[term]}
                defaultValue={typed[term]}
                inputMode="decimal"
                autoComplete="off"
                required
                maxLength={20}
              />
            </PlainField>
          ))}
        </div>
        <Button type="submit" size="lg" className="w-full sm:w-fit">
          Continue
        </Button>
      </form>
    </ContentCard>
  );
}
