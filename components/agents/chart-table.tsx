import type { ReactNode } from "react";

/** The numbers of a chart as a table, behind a press: a row for each day, a column for each outcome. */
export function ChartTable(props: {
  heading: string;
  columns: { outcome: string; word: string }[];
  rows: { label: string; cells: ReactNode[] }[];
}) {
  const { heading, columns, rows } = props;
  return (
    <details>
      <summary className="w-fit cursor-pointer rounded-sm py-3 text-link text-sm fine:py-1.5">
        View as table
      </summary>
      <div className="relative overflow-x-auto">
        <table className="w-full text-left text-[0.8125rem] tabular-nums">
          <thead>
            <tr className="border-b">
              {[heading, ...columns.map(({ word }) => word)].map((word) => (
                <th key={word} scope="col" className="py-1.5 pr-4 font-medium">
                  {word}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map(({ label, cells }) => (
              <tr key={label} className="border-b last:border-0">
                <th scope="row" className="whitespace-nowrap py-1.5 pr-4 font-normal">
                  {label}
                </th>
                {columns.map(({ outcome }, index) => (
                  <td key={outcome} className="py-1.5 pr-4">
                    {cells[index]}
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
