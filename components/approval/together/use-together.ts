import { useRouter } from "next/navigation";
import { useMemo, useRef, useState, useTransition } from "react";
import { asRefusal, type Refusal } from "#components/api/call.ts";
import { useServerNow } from "#components/ui/use-server-now.ts";
import type { DenyReason } from "#lib/policy/action-types/action-type";
import { denyRequest } from "../decision/approve-request.ts";
import { type Phase, pageFault } from "../decision/phase.ts";
import { needsNewStatement } from "../decision/remedies.ts";
import { approveTogether, type Result } from "./approve-together.ts";
import { denySeveral } from "./deny-several.ts";
import type { Decision } from "./result-words.ts";
import { contentOf, selectionOf, type Ticked } from "./selection.ts";
import type { TogetherItem } from "./together-item.ts";

/** The results of the person's decision. */
export interface Decided {
  decision: Decision;
  results: Result[];
  items: readonly TogetherItem[];
}

/**
 * The selection and the decision of several requests. The unmarked requests of the opened page are
 * selected, and no later request. A request left out by the server leaves the selection, with its
 * reason, and the person approves the rest by another press.
 * @param renderedAt when the page was rendered, ISO 8601.
 */
export function useTogether(items: readonly TogetherItem[], renderedAt: string) {
  const router = useRouter();
  const contents = useMemo(
    () => new Map(items.map((item) => [item.requestId, contentOf(item)] as const)),
    [items],
  );
  const contentsOf = (some: readonly TogetherItem[]) =>
    new Map(some.map(({ requestId }) => [requestId, contents.get(requestId) ?? ""]));
  const [ticked, setTicked] = useState<Ticked>(() =>
    contentsOf(items.filter(({ isUnmarked }) => isUnmarked)),
  );
  // By statement: a request can be selected again in a new rendering.
  const [leftOut, setLeftOut] = useState<ReadonlyMap<string, string>>(new Map());
  const [step, setStep] = useState<Phase>("idle");
  const [refusal, setRefusal] = useState<Refusal>();
  const [decided, setDecided] = useState<Decided>();
  const [isReloading, startReload] = useTransition();
  const running = useRef(false);
  const now = useServerNow(renderedAt);
  const selection = selectionOf(items, contents, { ticked, leftOut, now });
  const { selected, available } = selection;
  const unmarked = available.filter(({ isUnmarked }) => isUnmarked);

  /** Renders the page again. Reported requests leave the selection. */
  function reload() {
    // Several may be approved already, so the person selects anew.
    setTicked(refusal?.code === "unconfirmed" ? new Map() : contentsOf(selected));
    setRefusal(undefined);
    startReload(() => router.refresh());
  }

  async function run(first: Phase, decision: Decision, decide: () => Promise<Result[]>): Promise<void> {
    if (running.current) return;
    running.current = true;
    setStep(first);
    setRefusal(undefined);
    try {
      setDecided({ decision, results: await decide(), items });
      setTicked(new Map());
      startReload(() => router.refresh());
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

  /** The requests that Deny denies: the selection, or every selectable request. */
  const denied = selected.length > 0 ? selected : available;
  return {
    ...selection,
    phase: step === "idle" && isReloading ? ("reloading" as const) : step,
    now,
    contents,
    refusal,
    decided,
    denied,
    approve: () => run("preparing", "approve", () => approveTogether(selected, setStep)),
    deny: (ids: readonly string[], why: { text: string; reason: DenyReason | undefined }) =>
      run("sending", "deny", () => denySeveral(ids, (id) => denyRequest(id, why))),
    reload,
    goOn: () => setDecided(undefined),
    /** Selects requests, or ends their selection, and leaves the rest alone. */
    tick: (some: readonly TogetherItem[], isTicked: boolean) =>
      setTicked((before) => {
        const after = new Map(before);
        for (const [id, content] of contentsOf(some))
          if (isTicked) after.set(id, content);
          else after.delete(id);
        return after;
      }),
    unmarked,
  };
}

/** The requests left out by the server, with its reasons. */
function leftOutOf({ details: { left_out: left } }: Refusal): Map<string, string> {
  const found = Array.isArray(left) ? (left as { request: string; detail: string }[]) : [];
  return new Map(found.map(({ request, detail }) => [request, detail]));
}
