import { grouped } from "#components/text/plural.ts";
import { type Bar, looks } from "./bar.ts";

/**
 * The chart as a table. Each number is a plain link to its list: there are many links, and none
 * needs script.
 */
export function OutcomesTable({ bars, per }: { bars: Bar[]; per: "day" | "week" }) {
  if (bars.length === 0)
    return <p className="text-muted-foreground text-sm">No closed requests in this period.</p>;
  return (
    <details>
      <summary className="w-fit cursor-pointer rounded-sm py-3 text-link text-sm fine:py-1.5">
        View as table
      </summary>
      <div className="relative overflow-x-auto">
        <table className="w-full text-left text-[0.8125rem] tabular-nums">
          <thead>
            <tr className="border-b">
              <th scope="col" className="py-1.5 pr-4 font-medium">
                {per === "day" ? "Day (UTC)" : "Days from (UTC)"}
              </th>
              {looks.map(({ outcome, word }) => (
                <th key={outcome} scope="col" className="py-1.5 pr-4 font-medium">
                  {word}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {bars.toReversed().map((bar) => (
              <tr key={bar.label} className="border-b last:border-0">
                <th scope="row" className="whitespace-nowrap py-1.5 pr-4 font-normal">
                  {bar.label}
                </th>
                {looks.map(({ outcome }) => (
                  <td key={outcome} className="py-1.5 pr-4">
                    <Cell count={bar.counts[outcome]} href={bar.links[outcome]} />
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </details>
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
