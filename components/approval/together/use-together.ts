"use client";

import { useRouter } from "next/navigation";
import { useRef, useState, useTransition } from "react";
import { asRefusal, type Refusal } from "#components/api/call.ts";
import { needsNewStatement } from "../decision/refusal-words.ts";
import { approveTogether, type Result, type ShownRequest } from "./approve-together.ts";

const pageFault = "Something went wrong on this page. Nothing was sent. Reload and try again.";

export type Phase = "idle" | "preparing" | "prompting" | "sending" | "reloading";

/**
 * The selection and the approval of several requests. A request that the server leaves out is no
 * longer selected, with its reason, and the person approves the others by another press.
 */
export function useTogether(shown: readonly ShownRequest[]) {
  const router = useRouter();
  // By statement: a request that is rendered again has a new one, and is selected anew.
  const [ticked, setTicked] = useState<ReadonlySet<string>>(new Set());
  const [leftOut, setLeftOut] = useState<ReadonlyMap<string, string>>(new Map());
  const [step, setStep] = useState<Exclude<Phase, "reloading">>("idle");
  const [refusal, setRefusal] = useState<Refusal>();
  const [results, setResults] = useState<Result[]>();
  const [isReloading, startReload] = useTransition();
  const running = useRef(false);
  const available = shown.filter(({ statement }) => !leftOut.has(statement));
  const selected = available.filter(({ statement }) => ticked.has(statement));

  function reload() {
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
      const reasons = selected.flatMap(({ requestId, statement }) => {
        const reason = left.get(requestId);
        return reason === undefined ? [] : [[statement, reason] as const];
      });
      setLeftOut(new Map([...leftOut, ...reasons]));
      if (needsNewStatement(known.code)) startReload(() => router.refresh());
    } finally {
      running.current = false;
      setStep("idle");
    }
  }

  return {
    phase: step === "idle" && isReloading ? ("reloading" as const) : step,
    selected,
    available,
    refusal,
    results,
    approve,
    reload,
    reasonOf: (request: ShownRequest) => leftOut.get(request.statement),
    tick: ({ statement }: ShownRequest, isTicked: boolean) =>
      setTicked((before) => {
        const after = new Set(before);
        if (isTicked) after.add(statement);
        else after.delete(statement);
        return after;
      }),
    tickAll: () => setTicked(new Set(available.map(({ statement }) => statement))),
  };
}

/** The requests that the server left out, with its reasons. */
function leftOutOf({ details: { left_out: left } }: Refusal): Map<string, string> {
  const found = Array.isArray(left) ? (left as { request: string; detail: string }[]) : [];
  return new Map(found.map(({ request, detail }) => [request, detail]));
}
