import type { ComponentProps } from "react";
import { UnsentReader } from "../stored-text/unsent-text.tsx";
import { Watch } from "./watch.tsx";

/**
 * What only the browser knows of an outcome: a text that wasn't sent, and what changes on the
 * server.
 */
export function OutcomeNews(props: ComponentProps<typeof Watch>) {
  return (
    <>
      <UnsentReader requestId={props.requestId} viewerId={props.viewerId} />
      <Watch {...props} />
    </>
  );
}
