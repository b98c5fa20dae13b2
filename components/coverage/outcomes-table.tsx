import { ChartTable } from "#components/agents/chart-table";
import { grouped } from "#components/text/plural.ts";
import { type Bar, looks } from "./bar.ts";

/** The chart as a table. The many numbers are plain links, without script. */
export function OutcomesTable({ bars, per }: { bars: Bar[]; per: "day" | "week" }) {
  if (bars.length === 0)
    return <p className="text-muted-foreground text-sm">No closed requests in this period.</p>;
  return (
    <ChartTable
      heading={per === "day" ? "Day (UTC)" : "Days from (UTC)"}
      columns={looks}
      rows={bars.toReversed().map(({ label, counts, links }) => ({
        label,
        cells: looks.map(({ outcome }) => (
          <Cell key={outcome} count={counts[outcome]} href={links[outcome]} />
        )),
      }))}
    />
  );
}

function Cell({ count, href }: { count: number; href: string }) {
  if (count === 0) return "0";
  return (
    <a href={href} className="text-link underline decoration-1 underline-offset-3">
      {grouped(count)}
    </a>
  );
}
