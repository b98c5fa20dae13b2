import { cn } from "#components/ui/cn.ts";
import type { TogetherItem, TogetherTable } from "./together-item.ts";

/** How many columns besides the amount a phone has room for; a wider screen has room for all. */
const mostOnPhone = 2;

/** Whether a phone shows the column in the second line of each row. */
export function isLate(index: number, isAmount: boolean): boolean {
  return !isAmount && index >= mostOnPhone;
}

/** The class of a column that a phone shows in the second line. */
export const late = "max-md:hidden";

/** What sets a request apart, the values that a phone has no column for, and why it was left out. */
export function SecondLine(props: {
  item: TogetherItem;
  columns: TogetherTable["columns"];
  /** Why the request can't be selected, if so. */
  reason: string | undefined;
}) {
  const { item, columns, reason } = props;
  const more = columns.flatMap(({ key, label, isAmount }, index) =>
    isLate(index, isAmount) ? [{ key, label, cell: item.cells[index] ?? "In details" }] : [],
  );
  const isOnlyOnPhone = item.marks === null && reason === undefined;
  if (isOnlyOnPhone && more.length === 0) return null;
  return (
    <tr className={cn(isOnlyOnPhone && "md:hidden")}>
      <td />
      <td colSpan={columns.length + 1} className="px-1 pb-2">
        <div className="flex flex-wrap gap-x-3 gap-y-1 text-[0.8125rem] leading-5 [overflow-wrap:anywhere]">
          {item.marks?.badges}
          {more.map(({ key, label, cell }) => (
            <span key={key} className="md:hidden">
              <span className="text-muted-foreground">{label}</span> {cell}
            </span>
          ))}
          {reason === undefined ? null : <span className="basis-full text-warning">Left out. {reason}</span>}
        </div>
      </td>
    </tr>
  );
}
