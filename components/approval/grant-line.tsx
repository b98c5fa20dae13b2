import { executionWords } from "#components/text/execution-words.ts";
import { RelativeTime } from "#components/text/relative-time";
import { Time } from "#components/text/time";
import type { ExecutionView } from "#lib/boundary/executions/find-execution";
import type { GrantView } from "#lib/grants/find-view";

interface GrantLineProps {
  grant: GrantView;
  agent: string;
  execution: ExecutionView | undefined;
  now: Date;
}

/** The use of a grant in a line: open, or done. The outcome reports an unused end. */
export function GrantLine({ grant, agent, execution, now }: GrantLineProps) {
  const { state, closedAt, expiresAt } = grant;
  if (state === "issued")
    return (
      <>
        {grantWords(grant, agent)} · Expires <Time at={expiresAt} now={now} />
      </>
    );
  if (state !== "redeemed") return null;
  return (
    <>
      {grantWords(grant, agent)} <RelativeTime at={closedAt ?? now} now={now} />
      {execution ? ` · ${executionWords(execution)}` : null}
    </>
  );
}

/** The line without times, for a screen reader; empty in other states. */
export function grantWords({ state, redeemedBy }: GrantView, agent: string): string {
  if (state === "issued") return `${agent} can use it once`;
  return state === "redeemed" ? `Used by ${redeemedBy?.name ?? agent}` : "";
}
