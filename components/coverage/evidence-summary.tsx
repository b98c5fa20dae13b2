import { Card } from "#components/ui/card";
import { Link } from "#components/ui/link";
import type { Framework } from "#lib/coverage/controls/control";
import { extents } from "./extents.ts";

/** The number of controls by framework and coverage; on a phone below the framework's name. */
export function EvidenceSummary(props: {
  frameworks: Framework[];
  hrefOf: (framework: Framework) => string;
}) {
  const { frameworks, hrefOf } = props;
  const columns = Object.entries(extents);
  return (
    <Card aria-label="Summary" className="relative mb-8 overflow-x-auto print:break-inside-avoid">
      <table className="w-full text-left text-sm tabular-nums max-sm:block">
        <thead className="max-sm:sr-only">
          <tr className="border-b text-muted-foreground text-[0.8125rem]">
            <th scope="col" className="px-5 py-2 font-medium">
              Framework
            </th>
            {columns.map(([extent, { word }]) => (
              <th key={extent} scope="col" className="whitespace-nowrap px-5 py-2 text-right font-medium">
                {word}
              </th>
            ))}
          </tr>
        </thead>
        <tbody className="max-sm:block">
          {frameworks.map((framework) => (
            <tr key={framework.title} className="border-b last:border-0 max-sm:block max-sm:px-4 max-sm:py-2">
              <th scope="row" className="font-normal max-sm:block sm:px-5 sm:py-2">
                <Link
                  href={hrefOf(framework)}
                  className="inline-flex min-h-11 items-center text-link underline decoration-1 underline-offset-3 hover:decoration-2 fine:min-h-8"
                >
                  {framework.title}
                </Link>
                <span className="hidden text-muted-foreground text-xs sm:block">{framework.version}</span>
              </th>
              {columns.map(([extent, { word }]) => (
                <td
                  key={extent}
                  className="max-sm:inline-block max-sm:pr-3 max-sm:text-[0.8125rem] sm:px-5 sm:py-2 sm:text-right"
                >
                  {framework.controls.filter((control) => control.extent === extent).length}
                  <span aria-hidden className="text-muted-foreground sm:hidden">
                    {" "}
                    {word.toLowerCase()}
                  </span>
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </Card>
  );
}
