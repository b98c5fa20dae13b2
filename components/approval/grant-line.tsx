import { KeySquare } from "lucide-react";
import { Time } from "#components/text/time";
import type { GrantView } from "#lib/grants/find-view";

/** The state of the grant: unused, redeemed (by whom and when), expired or revoked. */
export function GrantLine({ grant, now }: { grant: GrantView; now: Date }) {
  return (
    // Not once the button below says that the state changed.
    <p className="flex gap-2 [body:has([data-grant-changed])_&]:hidden">
      <KeySquare aria-hidden className="mt-0.5 size-4 shrink-0 text-muted-foreground" />
      <span className="min-w-0 [overflow-wrap:anywhere]">{sentence(grant, now)}</span>
    </p>
  );
}

function sentence(grant: GrantView, now: Date) {
  const closedTime = (
    <>
      {" "}
      · <Time at={grant.closedAt ?? grant.expiresAt} now={now} />
    </>
  );
  switch (grant.state) {
    case "issued":
      return (
        <>
          Grant issued, not used yet · Expires <Time at={grant.expiresAt} now={now} />
        </>
      );
    case "redeemed":
      return (
        <>
          Grant redeemed by {grant.redeemedBy?.name ?? "the agent"}
          {closedTime}
        </>
      );
    case "expired":
      return <>Grant expired unused{closedTime}</>;
    case "revoked":
      return <>Grant revoked before use{closedTime}</>;
  }
}
