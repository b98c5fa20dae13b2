"use client";

import { TimeLeft } from "#components/queue/time-left";
import { cn } from "#components/ui/cn.ts";
import { Icon } from "#components/ui/icon";
import type { TogetherItem, TogetherTable } from "./together-item.ts";
import type { useTogether } from "./use-together.ts";

/** How many columns besides the amount a phone has room for; a wider screen has room for all. */
const mostOnPhone = 2;

interface TogetherRowsProps {
  table: TogetherTable;
  together: ReturnType<typeof useTogether>;
  /** The requests whose details are open. */
  opened: ReadonlySet<string>;
  /** Identifies what a row shows. */
  keyOf: (requestId: string) => string;
  onOpen: (requestId: string, isOpen: boolean) => void;
  now: string;
}

/** One row for each request: what is different about it, and everything about it on demand. */
export function TogetherRows({ table, together, opened, keyOf, onOpen, now }: TogetherRowsProps) {
  const { items, columns } = table;
  const { usual, selected, reasons, phase } = together;
  const isBusy = phase !== "idle";
  const isSelected = (item: TogetherItem) => selected.includes(item);
  return (
    <table className="w-full border-y bg-card text-left">
      <thead>
        <tr className="text-muted-foreground text-xs">
          <th scope="col" className="w-11 p-0">
            <Tick
              label="Select all usual requests"
              isTicked={usual.length > 0 && usual.every(isSelected)}
              isMixed={selected.length > 0}
              isDisabled={isBusy || (usual.length === 0 && selected.length === 0)}
              onTick={together.tickUsual}
            />
          </th>
          {columns.map(({ key, label, isAmount }, index) => (
            <th
              key={key}
              scope="col"
              className={cn("px-1 font-normal", isAmount && "text-right", isLate(index, isAmount) && late)}
            >
              {label}
            </th>
          ))}
          <th scope="col" className="w-10 p-0">
            <span className="sr-only">Details</span>
          </th>
        </tr>
      </thead>
      {items.map((item) => (
        <TogetherRow
          key={keyOf(item.requestId)}
          {...{ item, columns, isBusy, now }}
          isTicked={isSelected(item)}
          isOpen={opened.has(item.requestId)}
          reason={reasons.get(item.requestId)}
          onTick={(isTicked) => {
            together.tick(item, isTicked);
            if (isTicked && item.needsOpening) onOpen(item.requestId, true);
          }}
          onOpen={(isOpen) => onOpen(item.requestId, isOpen)}
        />
      ))}
    </table>
  );
}

const isLate = (index: number, isAmount: boolean) => !isAmount && index >= mostOnPhone;
// In the second line of the row on a phone.
const late = "not-desk:hidden";

interface TogetherRowProps {
  item: TogetherItem;
  columns: TogetherTable["columns"];
  isTicked: boolean;
  isOpen: boolean;
  isBusy: boolean;
  /** Why it can't be selected, if so. */
  reason: string | undefined;
  onTick: (isTicked: boolean) => void;
  onOpen: (isOpen: boolean) => void;
  now: string;
}

function TogetherRow(props: TogetherRowProps) {
  const { item, columns, isTicked, isOpen, isBusy, reason, onTick, onOpen, now } = props;
  const { requestId: id, cells, needsOpening } = item;
  const ids = columns.map((_, index) => `${id}-${index}`);
  return (
    <tbody
      data-review={isTicked ? "value" : "none"}
      data-folded={(needsOpening && !isOpen) || undefined}
      className={cn("border-t", item.signals !== null && "bg-warning-soft")}
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
          <button
            type="button"
            aria-expanded={isOpen}
            aria-label={needsOpening ? "Details, to review" : "Details"}
            aria-describedby={ids[0]}
            onClick={() => onOpen(!isOpen)}
            className="grid min-h-11 w-10 place-items-center rounded-md text-muted-foreground hover:text-foreground"
          >
            <Icon name="chevron-down" className={cn("size-4", isOpen && "rotate-180")} />
          </button>
        </td>
      </tr>
      <SecondLine item={item} columns={columns} reason={reason} />
      {isOpen ? (
        <tr>
          <td colSpan={columns.length + 2} className="p-0">
            <p className="flex flex-wrap gap-x-4 border-t px-4 pt-3 text-[0.8125rem] sm:px-5">
              <TimeLeft expiresAt={item.expiresAt} now={now} />
              {item.approvals.required > 1 ? (
                <span className="text-muted-foreground tabular-nums">
                  {item.approvals.given} of {item.approvals.required} approvals
                </span>
              ) : null}
            </p>
            {item.details}
          </td>
        </tr>
      ) : null}
    </tbody>
  );
}

/** What is unusual, the values that a phone has no column for, and why a request was left out. */
function SecondLine({ item, columns, reason }: Pick<TogetherRowProps, "item" | "columns" | "reason">) {
  const more = columns.flatMap(({ key, label, isAmount }, index) =>
    isLate(index, isAmount) ? [{ key, label, cell: item.cells[index] ?? "In details" }] : [],
  );
  const isOnlyOnPhone = item.signals === null && reason === undefined;
  if (isOnlyOnPhone && more.length === 0) return null;
  return (
    <tr className={cn(isOnlyOnPhone && "desk:hidden")}>
      <td />
      <td colSpan={columns.length + 1} className="px-1 pb-2">
        <div className="flex flex-wrap gap-x-3 gap-y-1 text-[0.8125rem] leading-5 [overflow-wrap:anywhere]">
          {item.signals}
          {more.map(({ key, label, cell }) => (
            <span key={key} className="desk:hidden">
              <span className="text-muted-foreground">{label}</span> {cell}
            </span>
          ))}
          {reason === undefined ? null : <span className="basis-full text-warning">Left out. {reason}</span>}
        </div>
      </td>
    </tr>
  );
}

function Tick(props: {
  label?: string;
  labelledBy?: string;
  isTicked: boolean;
  isMixed?: boolean;
  isDisabled: boolean;
  onTick: (isTicked: boolean) => void;
}) {
  const { label, labelledBy, isTicked, isMixed = false, isDisabled, onTick } = props;
  return (
    <label
      className={cn(
        "grid min-h-11 w-11 place-items-center has-disabled:cursor-not-allowed",
        label && "-my-1.5",
      )}
    >
      <input
        ref={(input) => {
          if (input) input.indeterminate = isMixed && !isTicked;
        }}
        type="checkbox"
        data-row={labelledBy ? true : undefined}
        aria-label={label}
        aria-labelledby={labelledBy}
        className="size-4.5 accent-primary desk:size-4"
        checked={isTicked}
        disabled={isDisabled}
        onChange={(event) => onTick(event.target.checked && !isMixed)}
      />
    </label>
  );
}
