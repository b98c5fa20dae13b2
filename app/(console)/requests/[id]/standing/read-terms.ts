import { type ChosenTerms, type Term, termFaults } from "#lib/approvals/standing/approvals/terms";
import type { StandingCeiling } from "#lib/policy/action-types/standing-ceiling";

type Query = Record<string, string | string[] | undefined>;

/** The parameters of the address that have the limits. */
export const termParams: Record<Term, string> = {
  ...{ days: "days", count: "count", perHour: "per_hour", total: "total" },
  ...{ from: "from", to: "to", zone: "zone" },
};
/** Opens the limits again, with those in the address. */
const changing = "change";

/** What the address chooses: the texts of the fields, and the limits or the errors of the fields. */
interface TypedTerms {
  /** Whether the reader has chosen, and isn't changing the choice. */
  isChosen: boolean;
  typed: Partial<Record<Term, string>>;
  faults: Partial<Record<Term, string>>;
  /** Undefined with errors. */
  chosen: ChosenTerms | undefined;
}

/** Reads the limits. Only an absent one gets its default, a week at most: unreadable text is an error. */
export function readTerms(query: Query, ceiling: Omit<StandingCeiling, "amount">): TypedTerms {
  const text = (term: Term) => [query[termParams[term]]].flat()[0]?.trim();
  const count = text("count") ?? String(Math.min(20, ceiling.count));
  const { from = "", to = "", zone = "" } = { from: text("from"), to: text("to"), zone: text("zone") };
  // Hours that are only half there are an error, and never any time.
  const hours = [from, to, zone].some(Boolean) ? { from, to, zone } : undefined;
  const numbers = {
    days: text("days") ?? String(Math.min(7, ceiling.days)),
    count,
    perHour: text("perHour") ?? String(Math.min(numberOf(count) ?? ceiling.count, 5)),
    ...(ceiling.total !== undefined && { total: text("total") ?? String(ceiling.total) }),
  };
  const { days = NaN, count: most = NaN, perHour = NaN, total } = numbersOf(numbers);
  const limits = { days, count: most, perHour, ...(numbers.total !== undefined && { total: total ?? NaN }) };
  const unreadable = Object.entries(limits).flatMap(([term, limit]) => (Number.isNaN(limit) ? [term] : []));
  const chosen: ChosenTerms = { ...limits, ...(hours && { hours }) };
  const faults = {
    ...termFaults(chosen, ceiling),
    ...Object.fromEntries(unreadable.map((term) => [term, "Enter a number without commas, such as 1000."])),
  };
  const isChosen = (Object.keys(termParams) as Term[]).some((term) => text(term) !== undefined);
  return {
    isChosen: isChosen && query[changing] === undefined,
    ...{ typed: { ...numbers, ...hours }, faults },
    chosen: Object.keys(faults).length === 0 ? chosen : undefined,
  };
}

/** The address of the limits, with those that were chosen. */
export function changeHref(requestId: string, typed: TypedTerms["typed"]): string {
  const query = new URLSearchParams(
    Object.entries(typed).map(([term, text]) => [termParams[term as Term], text]),
  );
  return `/requests/${requestId}/standing?${changing}=1&${query}`;
}

function numbersOf(typed: Partial<Record<Term, string>>): Partial<Record<Term, number>> {
  return Object.fromEntries(Object.entries(typed).map(([term, text]) => [term, numberOf(text)]));
}

function numberOf(text: string): number | undefined {
  return /^\d{1,15}(?:\.\d{1,15})?$/.test(text) ? Number(text) : undefined;
}
