import type { Rendering } from "#lib/descriptors/render/rendering";
import { ColumnNames } from "../description/column-names.tsx";
import { ShownValue } from "../description/shown-value.tsx";

type Field = Rendering["fields"][number];

/** The changed fields of an edit, before and after. */
export function ChangedFields({ asked, edited }: { asked: readonly Field[]; edited: readonly Field[] }) {
  const changed = edited.flatMap((after) => {
    const before = asked.find(({ path }) => path === after.path);
    const isSame = JSON.stringify(before?.shown) === JSON.stringify(after.shown);
    return before && !isSame ? [{ before, after }] : [];
  });
  return (
    <table className="w-full table-fixed text-left">
      <ColumnNames columns={[["Parameter", "w-[30%]"], ["Requested"], ["Edited"]]} />
      <tbody>
        {changed.map(({ before, after }) => (
          <tr key={after.path} className="border-b align-top last:border-0 [overflow-wrap:anywhere]">
            <th scope="row" className="py-1.5 pr-3 font-normal text-muted-foreground">
              {after.label}
            </th>
            <td className="py-1.5 pr-3 text-muted-foreground line-through">
              <ShownValue shown={before.shown} />
            </td>
            <td className="py-1.5 font-semibold">
              <ShownValue shown={after.shown} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
