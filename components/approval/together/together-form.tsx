"use client";

import { type ReactNode, useState } from "react";
import { useOpenDecision } from "#components/device/use-open-decision.ts";
import type { DenyReason } from "#lib/policy/action-types/action-type";
import type { DecisionQueue } from "#lib/requests/decidable-requests";
import { useReview } from "../decision/safeguards/use-review.ts";
import { fewestTogether } from "./selection.ts";
import { TogetherBar } from "./together-bar.tsx";
import type { TogetherTable } from "./together-item.ts";
import { TogetherNotices } from "./together-notices.tsx";
import { TogetherResults } from "./together-results.tsx";
import { TogetherRows } from "./together-rows.tsx";
import { useTogether } from "./use-together.ts";

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
