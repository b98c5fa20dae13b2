import type { Progress } from "#lib/requests/progress";
import { UnsentReader } from "../stored-text/unsent-text.tsx";
import { Watch } from "./watch.tsx";

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
