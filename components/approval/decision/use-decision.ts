import { useRouter } from "next/navigation";
import { useEffect, useRef, useState, useTransition } from "react";
import { asRefusal, call, Refusal } from "#components/api/call.ts";
import { AnswerOrder } from "#components/live/answer-order.ts";
import { useLive } from "#components/live/use-live.ts";
import type { Progress } from "#lib/requests/progress";
import type { OfferedEdit } from "../edit/edit-request.ts";
import { approveRequest, denyRequest, denyUnexpected } from "./approve-request.ts";
import type { Change } from "./change-since.ts";
import type { DecisionProps } from "./decision-props.ts";
import { type Phase, pageFault } from "./phase.ts";
import { needsNewStatement } from "./remedies.ts";

/** One decision at a time, shown as made after the server's confirmation. A denial can be left. */
export function useDecision(props: DecisionProps) {
  const { requestId, viewerId, approve, statement, seal, descriptor, progress } = props;
  const router = useRouter();
  const [step, setStep] = useState<Exclude<Phase, "reloading">>("idle");
  const [isDenial, setIsDenial] = useState(false);
  const [refusal, setRefusal] = useState<Refusal>();
  // Progress belongs to the rendering of its time.
  const [latest, setLatest] = useState<{ change: Change | undefined; of: string }>();
  const [isReloading, startReload] = useTransition();
  const running = useRef(false);
  const hasLeft = useHasLeft();
  const looks = useRef(new AnswerOrder());
  const change = latest?.of === statement ? latest.change : undefined;

  async function look() {
    const isNewest = looks.current.begin();
    try {
      const now = await call<Progress>("GET", `/api/queue/${encodeURIComponent(requestId)}`);
      const { changeSince } = await import("./change-since.ts");
      // The answer to a running decision tells more.
      if (!isNewest() || running.current) return;
      setLatest({ change: changeSince(progress, now, viewerId), of: statement });
    } catch (thrown) {
      if (thrown instanceof Refusal && thrown.code === "unauthenticated") setRefusal(thrown);
    }
  }
  useLive(`request/${requestId}`, () => void look());

  /** Re-renders the page, from a new statement. */
  function reload() {
    startReload(() => router.refresh());
  }

  async function run(
    first: "preparing" | "denying" | "sending",
    decide: () => Promise<void>,
  ): Promise<boolean> {
    if (running.current) return false;
    running.current = true;
    setStep(first);
    setIsDenial(first === "denying");
    setRefusal(undefined);
    try {
      await decide();
      setStep("decided");
      reload();
      return true;
    } catch (thrown) {
      running.current = false;
      setStep("idle");
      const known = asRefusal(thrown, pageFault);
      if (hasLeft.current && known.code !== "cancelled")
        void import("./tell-unconfirmed.ts").then((part) => part.tellUnconfirmed(first, approve, requestId));
      setRefusal(known);
      if (needsNewStatement(known.code)) reload();
      else void look();
      return false;
    }
  }

  return {
    phase: step === "idle" && isReloading ? ("reloading" as const) : step,
    /** Whether a denial is being sent or was sent: the person can leave. */
    isDenying: isDenial && (step === "denying" || step === "decided"),
    refusal,
    change,
    look,
    /** `edited`: the statement of the person's edit, in place of the page's. `number`: if needed. */
    approve: (note: string, { edited, number }: { edited?: OfferedEdit; number?: string | undefined } = {}) =>
      run("preparing", () => {
        const offered = edited ?? { statement, seal, descriptor };
        return approveRequest({ ...offered, requestId, number, note, onStep: setStep });
      }),
    deny: (reason: Parameters<typeof denyRequest>[1]) =>
      run(reason.suggested ? "sending" : "denying", () => denyRequest(requestId, reason)),
    denyUnexpected: (note: string) => run("sending", () => denyUnexpected(requestId, note)),
    lookAgain: () => {
      setRefusal(undefined);
      reload();
    },
  };
}

/** Whether the component's page was left: a later failure is reported elsewhere. */
function useHasLeft() {
  const hasLeft = useRef(false);
  useEffect(() => {
    hasLeft.current = false;
    return () => {
      hasLeft.current = true;
    };
  }, []);
  return hasLeft;
}
