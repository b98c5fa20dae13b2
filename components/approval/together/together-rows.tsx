import { cn } from "#components/ui/cn.ts";
import { Tick } from "./tick.tsx";
import type { TogetherItem, TogetherTable } from "./together-item.ts";
import { isLate, late, TogetherRow } from "./together-row.tsx";
import type { useTogether } from "./use-together.ts";

interface TogetherRowsProps {
  table: TogetherTable;
  together: ReturnType<typeof useTogether>;
  opened: ReadonlySet<string>;
  keyOf: (requestId: string) => string;
  onOpen: (requestId: string, isOpen: boolean) => void;
  now: string;
}

/** A row for each request: its own values, and the full request on demand. */
export function TogetherRows({ table, together, opened, keyOf, onOpen, now }: TogetherRowsProps) {
  const { items, columns } = table;
  const { unmarked, selected, reasons, phase } = together;
  const isBusy = phase !== "idle";
  const isSelected = (item: TogetherItem) => selected.includes(item);
  return (
    <table className="w-full border-y bg-card text-left">
      <thead>
        <tr className="text-muted-foreground text-xs">
          <th scope="col" className="w-11 p-0">
            <Tick
              label="Select all unmarked"
              isTicked={unmarked.length > 0 && unmarked.every(isSelected)}
              isMixed={unmarked.some(isSelected)}
              isDisabled={isBusy || unmarked.length === 0}
              onTick={(isTicked) => together.tick(unmarked, isTicked)}
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
            together.tick([item], isTicked);
            if (isTicked && item.needsOpening) onOpen(item.requestId, true);
          }}
          onOpen={(isOpen) => onOpen(item.requestId, isOpen)}
        />
      ))}
    </table>
  );
}
