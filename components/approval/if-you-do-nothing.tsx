import { LocalTime } from "#components/text/local-time";
import type { RequestView } from "#lib/requests/request-view";

/** What happens to a pending request if no one decides. Not once the decision below says how it ended. */
export function IfYouDoNothing({ view: { expiresAt, agent } }: { view: RequestView }) {
  return (
    <p className="text-[0.8125rem] text-muted-foreground leading-[1.125rem] [body:has([data-ended])_&]:invisible">
      If you do nothing, it expires at <LocalTime at={expiresAt} form="clock" />
      {agent.isTest ? "." : " and isn't carried out."}
    </p>
  );
}
