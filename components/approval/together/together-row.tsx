import { TimeLeft } from "#components/badges/time-left";
import { cn } from "#components/ui/cn.ts";
import { Icon } from "#components/ui/icon";
import { Tick } from "./tick.tsx";
import type { TogetherItem, TogetherTable } from "./together-item.ts";

interface TogetherRowProps {
  item: TogetherItem;
  columns: TogetherTable["columns"];
  isTicked: boolean;
  isOpen: boolean;
  isBusy: boolean;
  reason: string | undefined;
  onTick: (isTicked: boolean) => void;
  onOpen: (isOpen: boolean) => void;
  now: string;
}

/** A request: its own values, and the full request once opened. */
export function TogetherRow(props: TogetherRowProps) {
  const { item, columns, isTicked, isOpen, isBusy, reason, onTick, onOpen, now } = props;
  const { requestId: id, cells, needsOpening, marks } = item;
  const ids = columns.map((_, index) => `${id}-${index}`);
  return (
    <tbody
      data-review={isTicked ? "value" : "none"}
      data-folded={(needsOpening && !isOpen) || undefined}
      className={cn("border-t", marks && !marks.isNeutral && "bg-warning-soft")}
    >
      <tr className="h-11 align-middle">
        <td className="p-0">
          <Tick
            labelledBy={ids.join(" ")}
            isTicked={isTicked}
            isDisabled={isBusy || reason !== undefined}
            onTick={onTick}
          />
        </td>
        {columns.map(({ key, isAmount }, index) => (
          <td
            key={key}
            id={ids[index]}
            className={cn(
              "px-1 py-2 leading-5 [overflow-wrap:anywhere]",
              isAmount && "text-right font-semibold tabular-nums",
              isLate(index, isAmount) && late,
            )}
          >
            {cells[index] ?? <span className="text-muted-foreground text-xs">In details</span>}
          </td>
        ))}
        <td className="p-0">
          <DetailsButton {...{ isOpen, needsOpening, onOpen }} describedBy={ids[0]} />
        </td>
      </tr>
      <SecondLine item={item} columns={columns} reason={reason} />
      {isOpen ? <Details item={item} cellCount={columns.length + 2} now={now} /> : null}
    </tbody>
  );
}

function DetailsButton(
  props: Pick<TogetherRowProps, "isOpen" | "onOpen"> & {
    needsOpening: boolean;
    describedBy: string | undefined;
  },
) {
  const { isOpen, onOpen, needsOpening, describedBy } = props;
  return (
    <button
      type="button"
      aria-expanded={isOpen}
      aria-label={needsOpening ? "Details, to review" : "Details"}
      aria-describedby={describedBy}
      onClick={() => onOpen(!isOpen)}
      className="grid min-h-11 w-10 place-items-center rounded-md text-muted-foreground hover:text-foreground"
    >
      <Icon name="chevron-down" className={cn("size-4", isOpen && "rotate-180")} />
    </button>
  );
}

function Details(props: { item: TogetherItem; cellCount: number; now: string }) {
  const { approvals, expiresAt, details } = props.item;
  return (
    <tr>
      <td colSpan={props.cellCount} className="p-0">
        <p className="flex flex-wrap gap-x-4 border-t px-4 pt-3 text-[0.8125rem] sm:px-5">
          <TimeLeft expiresAt={expiresAt} now={props.now} />
          {approvals.required > 1 ? (
            <span className="text-muted-foreground tabular-nums">
              {approvals.given} of {approvals.required} approvals
            </span>
          ) : null}
        </p>
        {details}
      </td>
    </tr>
  );
}

/** The columns besides the amount on a phone; a wider screen has room for every column. */
const mostOnPhone = 2;

/** Whether a phone shows the column in the second line of each row. */
export function isLate(index: number, isAmount: boolean): boolean {
  return !isAmount && index >= mostOnPhone;
}

/** The class of a column in the second line of a phone. */
export const late = "max-md:hidden";

/** The request's marks, the values without a column on a phone, and the reason for leaving out. */
function SecondLine(props: {
  item: TogetherItem;
  columns: TogetherTable["columns"];
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
