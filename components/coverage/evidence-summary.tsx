import { Card } from "#components/ui/card";
import { Link } from "#components/ui/link";
import type { Framework } from "#lib/coverage/controls/control";
import { extents } from "./extents.ts";

/** The frameworks in one table: the number of controls by extent of coverage, and links to their pages. */
export function EvidenceSummary(props: {
  frameworks: Framework[];
  hrefOf: (framework: Framework) => string;
}) {
  const { frameworks, hrefOf } = props;
  const columns = Object.entries(extents);
  return (
    <Card aria-label="Summary" className="relative mb-8 overflow-x-auto print:break-inside-avoid">
      <table className="w-full text-left text-sm tabular-nums">
        <thead>
          <tr className="border-b text-muted-foreground text-[0.8125rem]">
            <th scope="col" className="py-2 pr-1.5 pl-4 font-medium sm:px-5">
              Framework
            </th>
            {columns.map(([extent, { word }]) => (
              <th
                key={extent}
                scope="col"
                className="px-1.5 py-2 text-right font-medium last:pr-3 sm:px-5 sm:last:pr-5"
              >
                {word}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {frameworks.map((framework) => (
            <tr key={framework.title} className="border-b last:border-0">
              <th scope="row" className="py-2 pr-1.5 pl-4 font-normal [overflow-wrap:anywhere] sm:px-5">
                <Link
                  href={hrefOf(framework)}
                  className="inline-flex min-h-11 items-center text-link underline decoration-1 underline-offset-3 hover:decoration-2 fine:min-h-8"
                >
                  {framework.title}
                </Link>
                <span className="hidden text-muted-foreground text-xs sm:block">{framework.version}</span>
              </th>
              {columns.map(([extent]) => (
                <td key={extent} className="px-1.5 py-2 text-right last:pr-3 sm:px-5 sm:last:pr-5">
                  {framework.controls.filter((control) => control.extent === extent).length}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </Card>
  );
}
