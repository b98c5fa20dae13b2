import { z } from "zod";
import { idField } from "#app/web/forms/id-field";
import { type Mark, marks } from "#lib/coverage/human-quality-marks";
import type { DecidedFilter } from "#lib/coverage/list-decided";
import { type CoverageWindow, coverageWindow } from "#lib/coverage/window";
import { riskLabels } from "#lib/text/labels";
import { singleValues } from "./search-params.ts";

type Risk = keyof typeof riskLabels;

// An invalid value falls back to the default, so that an old link still opens.
const querySchema = z.object({
  show: z.enum(Object.keys(marks) as Mark[]).catch("all"),
  risk: z
    .enum(Object.keys(riskLabels) as Risk[])
    .optional()
    .catch(undefined),
  days: z
    .enum(["30", "90"])
    .transform((days): CoverageWindow["days"] => (days === "90" ? 90 : 30))
    .catch(30),
  after: idField("req").optional().catch(undefined),
});

/** What a list behind a figure about decisions shows. */
export interface DecidedQuery {
  window: CoverageWindow;
  filter: DecidedFilter;
}

/** Reads the query of the list's URL. */
export function readDecidedQuery(
  query: Record<string, string | string[] | undefined>,
  now: Date,
): DecidedQuery {
  const { show, risk, days, after } = querySchema.parse(singleValues(query));
  return { window: coverageWindow({ days, keyAgeDays: 90, now }), filter: { mark: show, risk, after } };
}

/** The URL of the list behind a figure. */
export function decidedHref(
  { days }: Pick<CoverageWindow, "days">,
  { mark, risk, after }: DecidedFilter,
): string {
  const query = new URLSearchParams({ show: mark, days: String(days) });
  if (risk) query.set("risk", risk);
  if (after) query.set("after", after);
  return `/coverage/decisions?${query}`;
}
