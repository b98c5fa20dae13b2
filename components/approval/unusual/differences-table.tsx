import { keyed } from "#components/text/keyed.ts";
import { grouped } from "#components/text/plural.ts";
import { UntrustedText } from "#components/text/untrusted-text";
import type { Excerpt, ShownDifference } from "#lib/requests/unusual/finding";
import { ColumnNames } from "../description/column-names.tsx";

/** Values before and now, by parameter: as the page shows the parameter, or else as JSON. */
export function DifferencesTable({ differences }: { differences: ShownDifference[] }) {
  return (
    <table className="w-full table-fixed text-left text-[0.8125rem]">
      <ColumnNames columns={[["Parameter", "w-[30%]"], ["Before"], ["Now"]]} />
      <tbody>
        {keyed(differences).map(([index, difference]) => (
          <tr key={index} className="border-b align-top last:border-0 [overflow-wrap:anywhere]">
            <th scope="row" className="py-1.5 pr-3 font-normal text-muted-foreground">
              <DifferingName difference={difference} />
            </th>
            <td className="py-1.5 pr-3 tabular-nums">
              <ValueBefore difference={difference} />
            </td>
            <td className="py-1.5 tabular-nums">
              {difference.described ? difference.described.after : <Text excerpt={difference.after} />}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** The name of a differing parameter. */
export function DifferingName({ difference: { described, pointer } }: { difference: ShownDifference }) {
  return described ? described.label : <Place pointer={pointer} />;
}

/** The value in the earlier request. */
export function ValueBefore({ difference: { described, before } }: { difference: ShownDifference }) {
  return described ? described.before : <Text excerpt={before} />;
}

function Place({ pointer }: { pointer: Excerpt }) {
  if (pointer.text === "/resource") return "Resource";
  if (pointer.text === "/audience") return "Tool";
  return <Text excerpt={{ ...pointer, text: pointer.text.replace(/^\/params\//, "") }} />;
}

function Text({ excerpt }: { excerpt: Excerpt | null }) {
  if (excerpt === null) return <span className="text-muted-foreground italic">Not set</span>;
  const { text, of } = excerpt;
  return (
    <>
      <UntrustedText as="value" text={text} className="font-mono tabular-nums" />
      {of === null ? null : (
        <span className="block text-muted-foreground">Part of {grouped(of)} characters</span>
      )}
    </>
  );
}
