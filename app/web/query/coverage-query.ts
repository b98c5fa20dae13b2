import { z } from "zod";
import { type CoverageWindow, coverageWindow } from "#lib/coverage/window";
import { keyAgeDays } from "./agent-query.ts";
import { singleValues } from "./search-params.ts";

/** An invalid value falls back to the default, so that an old link still opens. */
const querySchema = z.object({
  days: z
    .enum(["30", "90"])
    .transform((days): CoverageWindow["days"] => (days === "90" ? 90 : 30))
    .catch(30),
  keyDays: keyAgeDays.catch(90),
  per: z.enum(["day", "week"]).optional().catch(undefined),
});

/** The window of the figures, and whether the chart goes by days or weeks. */
export interface CoverageQuery {
  window: CoverageWindow;
  per: "day" | "week";
}

/** Reads the query of a URL. A chart of 90 days is by week unless the URL sets `per`. */
export function readCoverageQuery(
  query: Record<string, string | string[] | undefined>,
  now: Date,
): CoverageQuery {
  const { days, keyDays, per } = querySchema.parse(singleValues(query));
  const window = coverageWindow({ days, keyAgeDays: keyDays, now });
  return { window, per: per ?? (days === 90 ? "week" : "day") };
}

/** The URL of a coverage page with the given changes. */
export function coverageHref(
  path: "/coverage" | "/coverage/evidence" | "/api/coverage/evidence.json" | "/api/coverage/evidence.sql",
  { window, per }: CoverageQuery,
  change: { days?: CoverageWindow["days"]; per?: "day" | "week" } = {},
): string {
  const query = new URLSearchParams({
    days: String(change.days ?? window.days),
    keyDays: String(window.keyAgeDays),
  });
  const wanted = change.per ?? (change.days ? undefined : per);
  if (path === "/coverage" && wanted) query.set("per", wanted);
  return `${path}?${query}`;
}

/** The URL of a framework's page. */
export function frameworkHref(id: string, query: CoverageQuery): string {
  return coverageHref("/coverage/evidence", query).replace("?", `/${id}?`);
}
