import { grouped } from "#components/text/plural.ts";
import type { Load } from "#lib/coverage/asks";
import { secondsText, shareText } from "./figure-text.ts";

interface Props {
  /** What the rows are about, for screen readers. */
  caption: string;
  columns: { label: string; load: Load }[];
  /** Shown for a number that isn't there. */
  missing: string;
}

const ofAsked = (value: number | null, asked: number | null) =>
  !value || !asked ? value : `${grouped(value)} · ${shareText(value, asked)}`;

const rows: { name: string; about: string; of: (load: Load) => string | number | null }[] = [
  {
    name: "Asked",
    about: "Requests with a notification that arrived.",
    of: ({ asked }) => asked && grouped(asked),
  },
  {
    name: "Decided",
    about: "Approved or denied, with or without a notification.",
    of: ({ decided }) => decided && grouped(decided),
  },
  {
    name: "Median time to decide",
    about: "From the first notification to the decision.",
    of: ({ median }) => (median === null ? null : secondsText(median)),
  },
  {
    name: "Asked at night",
    about: "In quiet hours, or from 22:00 to 06:00 without them.",
    of: ({ night, asked }) => ofAsked(night, asked),
  },
  {
    name: "Asked in bursts",
    about: "The tenth and later requests within 10 minutes.",
    of: ({ bursts, asked }) => ofAsked(bursts, asked),
  },
];

/** How often people are asked, and how soon they decide. */
export function LoadTable({ caption, columns, missing }: Props) {
  return (
    <table className="w-full text-left align-top tabular-nums">
      <caption className="sr-only">{caption}</caption>
      <thead className="text-[0.8125rem] text-muted-foreground">
        <tr>
          <td />
          {columns.map(({ label }) => (
            <th key={label} scope="col" className="pb-1 pl-3 text-right font-medium">
              {label}
            </th>
          ))}
        </tr>
      </thead>
      <tbody className="divide-y">
        {rows.map(({ name, about, of }) => (
          <tr key={name}>
            <th scope="row" className="py-2 font-normal">
              <span className="block font-medium">{name}</span>
              <span className="block text-[0.8125rem] text-muted-foreground">{about}</span>
            </th>
            {columns.map(({ label, load }) => (
              <td key={label} className="whitespace-nowrap py-2 pl-3 text-right align-top">
                {of(load) ?? <span className="text-muted-foreground">{missing}</span>}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
