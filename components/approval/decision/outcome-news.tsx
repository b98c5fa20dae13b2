import { useRouter } from "next/navigation";
import { startTransition } from "react";
import { call } from "#components/api/call.ts";
import { useLive } from "#components/live/use-live.ts";
import type { Progress } from "#lib/requests/progress";
import { UnsentReader } from "./safeguards/unsent-text.tsx";

/** The browser's part of an outcome: an unsent text, and changes on the server. */
export function OutcomeNews(props: { requestId: string; viewerId: string; progress: Progress }) {
  return (
    <>
      <UnsentReader requestId={props.requestId} viewerId={props.viewerId} />
      <Watch requestId={props.requestId} progress={props.progress} />
    </>
  );
}

/** Brings changes onto the page of a viewer without a decision, who isn't about to sign. */
function Watch({ requestId, progress }: { requestId: string; progress: Progress }) {
  const router = useRouter();
  const shown = JSON.stringify(progress);

  async function look() {
    try {
      const now = await call<Progress>("GET", `/api/queue/${requestId}`);
      if (JSON.stringify(now) !== shown) startTransition(() => router.refresh());
    } catch {
      // Offline or signed out: the page keeps its content.
    }
  }
  useLive(`request/${requestId}`, () => void look());
  return null;
}
