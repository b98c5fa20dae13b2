"use client";

import { useOpenDecision } from "#components/device/use-open-decision.ts";
import { TimeLeft } from "#components/queue/time-left";
import { counted } from "#components/text/plural.ts";
import { Button } from "#components/ui/button";
import { Card } from "#components/ui/card";
import { cn } from "#components/ui/cn.ts";
import { SignedListEnd } from "../description/signed-end.tsx";
import { TogetherBar } from "./together-bar.tsx";
import type { TogetherItem } from "./together-item.ts";
import { TogetherResults } from "./together-results.tsx";
import { useTogether } from "./use-together.ts";

/** Requests to select, each with its complete description, and the bar that approves them. */
export function TogetherForm({ items, now, href }: { items: TogetherItem[]; now: string; href: string }) {
  const together = useTogether(items, now);
  useOpenDecision();
  const { results, selected, available, all, reasons } = together;
  if (results) return <TogetherResults results={results} items={items} />;
  const isBusy = together.phase !== "idle";
  const ids = new Set(selected.map(({ requestId }) => requestId));
  return (
    <section aria-label="Your decision" className="grid gap-4 pb-40 md:pb-32">
      <ul className="grid gap-4">
        {items.map((item) => (
          <li key={item.requestId} className="min-w-0">
            <TogetherCard
              item={item}
              isTicked={ids.has(item.requestId)}
              isBusy={isBusy}
              reason={reasons.get(item.requestId)}
              onTick={(isTicked) => together.tick(item, isTicked)}
              now={now}
            />
          </li>
        ))}
      </ul>
      <SignedListEnd />
      <SelectAll
        {...{ all, selected, isBusy }}
        repeats={available.length - all.length}
        onSelect={together.tickAll}
      />
      <TogetherBar together={together} now={now} href={href} />
    </section>
  );
}

/** The button that selects one request of each action, and how many repeats it leaves out. */
function SelectAll(props: {
  all: TogetherItem[];
  selected: TogetherItem[];
  repeats: number;
  isBusy: boolean;
  onSelect: () => void;
}) {
  const { all, selected, repeats, isBusy, onSelect } = props;
  return (
    <div className="flex flex-wrap items-center gap-x-4 gap-y-2 empty:hidden">
      {all.length > selected.length ? (
        <Button variant="outline" disabled={isBusy} onClick={onSelect}>
          Select {repeats > 0 ? `${all.length} different` : `all ${all.length}`}
        </Button>
      ) : null}
      {repeats > 0 ? (
        <p className="text-muted-foreground">
          {counted(repeats, "identical request")} left out. Select each one that you expected.
        </p>
      ) : null}
    </div>
  );
}

interface TogetherCardProps {
  item: TogetherItem;
  isTicked: boolean;
  isBusy: boolean;
  /** Why it can't be selected, if so. */
  reason: string | undefined;
  onTick: (isTicked: boolean) => void;
  now: string;
}

/** One request with its checkbox and everything about it. */
function TogetherCard({ item, isTicked, isBusy, reason, onTick, now }: TogetherCardProps) {
  return (
    <Card className={cn(isTicked && "border-primary")}>
      <h2>
        <label className="grid min-h-11 grid-cols-[auto_minmax(0,1fr)] items-start gap-x-3 px-4 py-3 hover:bg-muted has-disabled:cursor-not-allowed sm:px-5">
          <input
            type="checkbox"
            className="mt-1 size-4.5 shrink-0 accent-primary md:size-4"
            checked={isTicked}
            disabled={isBusy || reason !== undefined}
            onChange={(event) => onTick(event.target.checked)}
          />
          <span className="min-w-0 leading-6">{item.name}</span>
        </label>
      </h2>
      <div className="flex flex-wrap items-center justify-between gap-x-4 px-4 pb-3 text-[0.8125rem] sm:px-5">
        <span className="flex flex-wrap items-center gap-x-4">
          <TimeLeft expiresAt={item.expiresAt} now={now} />
          {item.approvals.required > 1 ? (
            <span className="text-muted-foreground tabular-nums">
              {item.approvals.given} of {item.approvals.required} approvals
            </span>
          ) : null}
        </span>
        {reason === undefined ? null : <span className="basis-full text-warning">Left out. {reason}</span>}
      </div>
      {item.details}
    </Card>
  );
}
