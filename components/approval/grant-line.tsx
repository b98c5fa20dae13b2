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

/**
 * What becomes of an approval, in one line: the agent can use it, or used it. Nothing for a grant that
 * ended unused: the outcome says so.
 */
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

/** The same without times, which a screen reader is told when it changes; empty for the other states. */
export function grantWords({ state, redeemedBy }: GrantView, agent: string): string {
  if (state === "issued") return `${agent} can use it once`;
  return state === "redeemed" ? `Used by ${redeemedBy?.name ?? agent}` : "";
}
