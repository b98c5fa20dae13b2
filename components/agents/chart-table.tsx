"use client";

import { useEffect, useRef, useState } from "react";
import { grouped } from "#components/text/plural.ts";

interface ChartTableProps {
  heading: string;
  columns: { outcome: string; word: string }[];
  /** `href`: where what was counted is listed. */
  rows: { label: string; cells: { count: number; href?: string }[] }[];
}

/**
 * The numbers of a chart as a table, behind a press: a row for each day, a column for each outcome.
 * The browser makes the rows when the table is opened: on the server, those of a month were a third
 * of the coverage page.
 */
export function ChartTable(props: ChartTableProps) {
  const details = useRef<HTMLDetailsElement>(null);
  const [isOpen, setOpen] = useState(false);
  // The table may have been opened before this script ran.
  useEffect(() => setOpen(details.current?.open === true), []);
  return (
    <details ref={details} onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary className="w-fit cursor-pointer rounded-sm py-3 text-link text-sm fine:py-1.5">
        View as table
      </summary>
      {isOpen ? <Table {...props} /> : null}
    </details>
  );
}

function Table({ heading, columns, rows }: ChartTableProps) {
  return (
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
                  <Cell {...cells[index]} />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Cell({ count = 0, href }: { count?: number; href?: string }) {
  if (count === 0 || href === undefined) return grouped(count);
  return (
    <a href={href} className="text-link underline decoration-1 underline-offset-3">
      {grouped(count)}
    </a>
  );
}
