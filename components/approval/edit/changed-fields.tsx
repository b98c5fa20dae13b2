import type { Rendering } from "#lib/descriptors/render/rendering";
import { ShownValue } from "../description/shown-value.tsx";

type Field = Rendering["fields"][number];

/** The fields that an edit changes, as they were asked for and as they are now. */
export function ChangedFields({ asked, edited }: { asked: readonly Field[]; edited: readonly Field[] }) {
  const changed = edited.flatMap((after) => {
    const before = asked.find(({ path }) => path === after.path);
    const isSame = JSON.stringify(before?.shown) === JSON.stringify(after.shown);
    return before && !isSame ? [{ before, after }] : [];
  });
  return (
    <table className="w-full table-fixed text-left">
      <thead>
        <tr className="border-b text-[0.8125rem] text-muted-foreground">
          <th scope="col" className="w-[30%] py-1.5 pr-3 font-medium">
            Parameter
          </th>
          <th scope="col" className="py-1.5 pr-3 font-medium">
            Requested
          </th>
          <th scope="col" className="py-1.5 font-medium">
            Edited
          </th>
        </tr>
      </thead>
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
