import { executionWords } from "#components/execution/execution-words.ts";
import { RelativeTime } from "#components/text/relative-time";
import { Time } from "#components/text/time";
import type { ExecutionView } from "#lib/boundary/executions/find-execution";
import type { GrantView } from "#lib/grants/find-view";

/** What became of an approval, in one line: waiting to be used, used, expired or revoked. */
export function GrantLine(props: {
  grant: GrantView;
  agent: string;
  execution: ExecutionView | undefined;
  now: Date;
}) {
  const { grant, agent, execution, now } = props;
  const { state, closedAt, expiresAt, redeemedBy } = grant;
  switch (state) {
    case "issued":
      return (
        <>
          {agent} can use it once · Expires <Time at={expiresAt} now={now} />
        </>
      );
    case "redeemed":
      return (
        <>
          Used by {redeemedBy?.name ?? agent} <RelativeTime at={closedAt ?? now} now={now} />
          {execution ? ` · ${executionWords(execution)}` : null}
        </>
      );
    case "expired":
      return <>{agent} didn't use it in time.</>;
    case "revoked":
      return <>Revoked before {agent} used it.</>;
  }
}
