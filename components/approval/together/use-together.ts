"use client";

import { useRouter } from "next/navigation";
import { useMemo, useRef, useState, useTransition } from "react";
import { asRefusal, type Refusal } from "#components/api/call.ts";
import { useServerNow } from "#components/ui/use-server-now.ts";
import { type Phase, pageFault } from "../decision/phase.ts";
import { needsNewStatement } from "../decision/refusal-words.ts";
import { approveTogether, type Result } from "./approve-together.ts";
import { contentOf, oneOfEachAction, selectionOf, type Ticked } from "./selection.ts";
import type { TogetherItem } from "./together-item.ts";

/**
 * The selection and the approval of several requests. A request that the server leaves out is no
 * longer selected, with its reason, and the person approves the others by another press.
 * @param renderedAt when the page was rendered, ISO 8601.
 */
export function useTogether(items: readonly TogetherItem[], renderedAt: string) {
  const router = useRouter();
  const [ticked, setTicked] = useState<Ticked>(new Map());
  // By statement: a request that is rendered again can be selected again.
  const [leftOut, setLeftOut] = useState<ReadonlyMap<string, string>>(new Map());
  const [step, setStep] = useState<Phase>("idle");
  const [refusal, setRefusal] = useState<Refusal>();
  const [results, setResults] = useState<Result[]>();
  const [isReloading, startReload] = useTransition();
  const running = useRef(false);
  const now = useServerNow(renderedAt);
  const contents = useMemo(
    () => new Map(items.map((item) => [item.requestId, contentOf(item)] as const)),
    [items],
  );
  const selection = selectionOf(items, contents, { ticked, leftOut, now });
  const { selected, available } = selection;
  const all = oneOfEachAction(available, selected);
  const contentsOf = (some: readonly TogetherItem[]) =>
    new Map(some.map(({ requestId }) => [requestId, contents.get(requestId) ?? ""]));

  /** Renders the page again. What the person was told about is no longer selected. */
  function reload() {
    // Some may be approved already, so the person selects anew.
    setTicked(refusal?.code === "unconfirmed" ? new Map() : contentsOf(selected));
    setRefusal(undefined);
    startReload(() => router.refresh());
  }

  async function approve(): Promise<void> {
    if (running.current) return;
    running.current = true;
    setStep("preparing");
    setRefusal(undefined);
    try {
      setResults(await approveTogether(selected, setStep));
    } catch (thrown) {
      const known = asRefusal(thrown, pageFault);
      const left = leftOutOf(known);
      if (left.size === 0) setRefusal(known);
      else leaveOut(left);
      if (needsNewStatement(known.code)) startReload(() => router.refresh());
    } finally {
      running.current = false;
      setStep("idle");
    }
  }

  function leaveOut(left: ReadonlyMap<string, string>) {
    const reasons = selected.flatMap(({ requestId, statement }) => {
      const reason = left.get(requestId);
      return reason === undefined ? [] : [[statement, reason] as const];
    });
    setLeftOut(new Map([...leftOut, ...reasons]));
    setTicked(contentsOf(selected.filter(({ requestId }) => !left.has(requestId))));
  }

  return {
    ...selection,
    phase: step === "idle" && isReloading ? ("reloading" as const) : step,
    now,
    /** Identifies what the page shows of all requests. */
    shown: [...contents.values()].join(" "),
    refusal,
    results,
    approve,
    reload,
    tick: ({ requestId }: TogetherItem, isTicked: boolean) =>
      setTicked((before) => {
        const after = new Map(before);
        if (isTicked) after.set(requestId, contents.get(requestId) ?? "");
        else after.delete(requestId);
        return after;
      }),
    /** What `tickAll` selects. */
    all,
    tickAll: () => setTicked(contentsOf(all)),
  };
}

/** The requests that the server left out, with its reasons. */
function leftOutOf({ details: { left_out: left } }: Refusal): Map<string, string> {
  const found = Array.isArray(left) ? (left as { request: string; detail: string }[]) : [];
  return new Map(found.map(({ request, detail }) => [request, detail]));
}
