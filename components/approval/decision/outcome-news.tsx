import { useRouter } from "next/navigation";
import { startTransition } from "react";
import { call } from "#components/api/call.ts";
import { useLive } from "#components/live/use-live.ts";
import type { Progress } from "#lib/requests/progress";
import { UnsentReader } from "./safeguards/unsent-text.tsx";

/**
 * What only the browser knows of an outcome: a text that wasn't sent, and what changes on the
 * server.
 */
export function OutcomeNews(props: { requestId: string; viewerId: string; progress: Progress }) {
  return (
    <>
      <UnsentReader requestId={props.requestId} viewerId={props.viewerId} />
      <Watch requestId={props.requestId} progress={props.progress} />
    </>
  );
}

/**
 * For a request that the viewer does not decide: brings what changed onto the page, in place. The
 * viewer isn't about to sign anything on such a page.
 */
function Watch({ requestId, progress }: { requestId: string; progress: Progress }) {
  const router = useRouter();
  const shown = JSON.stringify(progress);

  async function look() {
    try {
      const now = await call<Progress>("GET", `/api/queue/${requestId}`);
      if (JSON.stringify(now) !== shown) startTransition(() => router.refresh());
    } catch {
      // Offline or signed out: the page retains its rendered content.
    }
  }
  useLive(`request/${requestId}`, () => void look());
  return null;
}
