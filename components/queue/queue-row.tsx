import { Bot } from "lucide-react";
import type { ReactNode } from "react";
import { UntrustedText } from "#components/approval/agent-text/untrusted-text";
import { Amount } from "#components/approval/amount";
import { RelativeTime } from "#components/text/relative-time";
import { RowLink } from "#components/ui/row-list";
import type { QueueItem } from "#lib/requests/queue-item";
import { BreakGlassBadge } from "./break-glass-badge.tsx";
import { RiskBadge } from "./risk-badge.tsx";
import { StateBadge } from "./state-badge.tsx";
import { TimeLeft } from "./time-left.tsx";

/** One request as a link: action, resource, amount, agent and remaining time. */
export function QueueRow({ item, now, after }: { item: QueueItem; now: Date; after?: ReactNode }) {
  return (
    <RowLink
      href={`/requests/${item.id}`}
      after={after}
      className="grid grid-cols-[minmax(0,1fr)_auto] gap-x-4 gap-y-1 sm:gap-x-6"
    >
      <span className="min-w-0 font-semibold text-base leading-6 [overflow-wrap:anywhere]">
        {item.title ?? <code className="font-mono text-[0.9375rem]">{item.actionType}</code>}
        {item.resource === null ? null : (
          <span className="block font-normal leading-5 sm:inline">
            {" "}
            <UntrustedText
              as="value"
              text={item.resource}
              className="font-mono text-[0.8125rem] text-muted-foreground"
            />
          </span>
        )}
      </span>
      {item.amount ? (
        <Amount
          amount={item.amount}
          className="max-w-48 text-right font-semibold text-base leading-6 [overflow-wrap:anywhere] sm:max-w-96"
        />
      ) : (
        <span />
      )}
      <span className="flex min-w-0 flex-wrap items-center gap-x-3 gap-y-1">
        {item.isBreakGlass ? <BreakGlassBadge /> : null}
        <RiskBadge risk={item.risk} />
        <span className="inline-flex min-w-0 items-center gap-1 text-muted-foreground">
          <Bot aria-hidden className="size-3.5 shrink-0" />
          <span className="min-w-0 [overflow-wrap:anywhere]">{item.agent.name}</span>
        </span>
        <Approvals item={item} />
      </span>
      <span className="flex max-w-32 flex-wrap items-end justify-end gap-x-3 gap-y-1 self-end text-right sm:max-w-none">
        {item.state === "pending" ? (
          <TimeLeft expiresAt={item.expiresAt.toISOString()} now={now.toISOString()} />
        ) : (
          <>
            <StateBadge state={item.state} />
            <RelativeTime at={item.closedAt ?? item.expiresAt} now={now} className="text-muted-foreground" />
          </>
        )}
      </span>
    </RowLink>
  );
}

function Approvals({ item }: { item: QueueItem }) {
  const { state, approvals, isYours, forWhom, yourDecision, decidedFor, owner } = item;
  const decided = yourDecision === "approve" ? "You approved" : "You denied";
  const facts = [
    approvals.required > 1 ? `${approvals.given} of ${approvals.required} approvals` : "",
    yourDecision && (state === "pending" || decidedFor)
      ? `${decided}${decidedFor ? ` for ${decidedFor}` : ""}`
      : "",
    state === "pending" && forWhom.length > 0 && !yourDecision ? `for ${forWhom.join(", ")}` : "",
    isYours && forWhom.length === 0 ? "" : `Owner: ${owner.name}`,
  ].filter(Boolean);
  return facts.length > 0 ? (
    <span className="text-muted-foreground tabular-nums">{facts.join(" · ")}</span>
  ) : null;
}
