import { LocalTime } from "#components/text/local-time";
import type { RequestView } from "#lib/requests/request-view";

/** The end of an undecided request. Hidden after the decision reports an ending. */
export function IfYouDoNothing({ view: { expiresAt, agent } }: { view: RequestView }) {
  return (
    <p className="text-[0.8125rem] text-muted-foreground leading-[1.125rem] [body:has([data-ended])_&]:invisible">
      If you do nothing, it expires at <LocalTime at={expiresAt} form="clock" />
      {agent.isTest ? "." : " and isn't carried out."}
    </p>
  );
}
