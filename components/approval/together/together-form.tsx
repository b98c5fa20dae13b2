"use client";

import { type ReactNode, useState } from "react";
import { useOpenDecision } from "#components/device/use-open-decision.ts";
import { cn } from "#components/ui/cn.ts";
import type { DenyReason } from "#lib/policy/action-types/action-type";
import type { DecisionQueue } from "#lib/requests/decidable-requests";
import { useReview } from "../decision/safeguards/use-review.ts";
import { fewestTogether } from "./selection.ts";
import { Tick } from "./tick.tsx";
import { TogetherBar } from "./together-bar.tsx";
import type { TogetherItem, TogetherTable } from "./together-item.ts";
import { TogetherNotices } from "./together-notices.tsx";
import { TogetherResults } from "./together-results.tsx";
import { isLate, late, TogetherRow } from "./together-row.tsx";
import { useTogether } from "./use-together.ts";

interface TogetherRowsProps {
  table: TogetherTable;
  together: ReturnType<typeof useTogether>;
  opened: ReadonlySet<string>;
  keyOf: (requestId: string) => string;
  onOpen: (requestId: string, isOpen: boolean) => void;
  now: string;
}

interface TogetherFormProps {
  table: TogetherTable;
  /** When the page was rendered, ISO 8601. */
  now: string;
  href: string;
  queue: DecisionQueue;
  denyReasons: DenyReason[];
  longestReason: number;
  /** In place of a table with less than two requests. */
  tooFew: ReactNode;
}

/** Selectable requests as a table, and the bar with the decision. */
export function TogetherForm(props: TogetherFormProps) {
  const { table, now, href, denyReasons, longestReason } = props;
  const { items } = table;
  const together = useTogether(items, now);
  const [opened, setOpened] = useState<ReadonlySet<string>>(new Set());
  useOpenDecision();
  const { decided, selected, contents } = together;
  const keyOf = (id: string) => `${table.layout} ${contents.get(id) ?? ""}`;
  // A row with new content is a new element, which has to be seen.
  const review = useReview(
    "",
    [table.layout, ...selected.map(({ requestId }) => keyOf(requestId)), ...opened].join(),
  );
  if (decided)
    return (
      <TogetherResults
        decided={decided}
        queue={together.phase === "reloading" ? undefined : props.queue}
        left={items.length}
        onGoOn={together.goOn}
      />
    );
  if (items.length < fewestTogether)
    return (
      <div className="grid gap-4">
        <TogetherNotices together={together} href={href} />
        {props.tooFew}
      </div>
    );
  function open(id: string, isOpen: boolean) {
    setOpened((before) => new Set(isOpen ? [...before, id] : [...before].filter((other) => other !== id)));
  }
  return (
    <section aria-label="Your decision" className="pb-32">
      {table.common ? (
        <div key={table.layout} data-review="value" className="pb-2">
          {table.common}
        </div>
      ) : null}
      <TogetherRows {...{ table, together, opened, keyOf }} onOpen={open} now={now} />
      <TogetherBar {...{ together, review, now, href, denyReasons, longestReason }} />
    </section>
  );
}

/** A row for each request: its own values, and the full request on demand. */
function TogetherRows({ table, together, opened, keyOf, onOpen, now }: TogetherRowsProps) {
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
