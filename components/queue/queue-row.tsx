import type { ReactNode } from "react";
import { TestAgentBadge } from "#components/agents/test-agent-badge";
import { UntrustedText } from "#components/approval/agent-text/untrusted-text";
import { Amount } from "#components/approval/amount";
import { RelativeTime } from "#components/text/relative-time";
import { shortenMiddle } from "#components/text/shorten-middle.ts";
import { cn } from "#components/ui/cn.ts";
import { Icon } from "#components/ui/icon";
import { RowLink } from "#components/ui/row-list";
import type { QueueItem } from "#lib/requests/queue-item";
import type { Position } from "#lib/requests/unusual/amount-finding";
import { BreakGlassBadge } from "./break-glass-badge.tsx";
import { RepeatBadge } from "./repeat-badge.tsx";
import { RiskBadge } from "./risk-badge.tsx";
import { StateBadge } from "./state-badge.tsx";
import { TimeLeft } from "./time-left.tsx";
import { UnusualBadge } from "./unusual-badge.tsx";

/** One request as a link: action, resource, amount, agent, age and remaining time. */
export function QueueRow(props: {
  item: QueueItem;
  /** Where the amount lies, if it is unusual. */
  unusual?: Position | undefined;
  now: Date;
  after?: ReactNode;
}) {
  const { item, unusual, now, after } = props;
  return (
    <RowLink
      href={`/requests/${item.id}`}
      after={after}
      className="grid grid-cols-[minmax(0,1fr)_auto] gap-x-3 gap-y-0.5 py-2 sm:gap-x-6 sm:gap-y-1 sm:py-3"
    >
      <span className="contents sm:col-start-1 sm:row-start-1 sm:block sm:[overflow-wrap:anywhere]">
        <span className="col-start-1 row-start-1 min-w-0 font-semibold leading-6 [overflow-wrap:anywhere] sm:text-base">
          <ActionName item={item} />
        </span>
        {item.resource === null ? null : (
          <span
            className={cn(
              "col-start-1 row-start-2 min-w-0 leading-5 max-sm:line-clamp-2 max-sm:[overflow-wrap:anywhere] sm:leading-6",
              !item.amount && "max-sm:col-span-2",
            )}
          >
            {" "}
            <Resource text={item.resource} />
          </span>
        )}
      </span>
      {item.amount ? (
        <Amount
          amount={item.amount}
          className="col-start-2 row-start-1 max-w-40 text-right font-semibold leading-6 [overflow-wrap:anywhere] sm:max-w-96 sm:text-base"
        />
      ) : null}
      <span className="col-span-2 row-start-3 flex min-w-0 flex-wrap items-center gap-x-3 gap-y-1 sm:col-span-1 sm:row-start-2">
        {item.isBreakGlass ? <BreakGlassBadge /> : null}
        {item.agent.isTest ? <TestAgentBadge /> : <RiskBadge risk={item.risk} />}
        {item.approvedBefore ? <RepeatBadge repeat={item.approvedBefore} now={now} /> : null}
        {unusual ? <UnusualBadge position={unusual} /> : null}
        <AgentName name={item.agent.name} />
        <Approvals item={item} />
        {item.state === "pending" ? (
          <RelativeTime at={item.createdAt} now={now} className="text-muted-foreground max-sm:hidden" />
        ) : (
          <Closed item={item} now={now} className="sm:hidden" />
        )}
      </span>
      <span
        className={cn(
          "col-start-2 row-start-2 flex flex-wrap items-end justify-end gap-x-3 gap-y-1 self-end text-right leading-5 sm:leading-6",
          // On a phone in the place of the amount, so that no line is empty beside it.
          !item.amount && "max-sm:row-start-1 max-sm:self-start max-sm:leading-6",
        )}
      >
        {item.state === "pending" ? (
          <TimeLeft expiresAt={item.expiresAt.toISOString()} now={now.toISOString()} />
        ) : (
          <>
            <StateBadge state={item.state} />
            <Closed item={item} now={now} className="max-sm:hidden" />
          </>
        )}
      </span>
    </RowLink>
  );
}

/** Two lines on a phone. */
const mostOnPhone = 40;

/** The resource; on a phone without the middle of a long one, since resources often differ at the end. */
function Resource({ text }: { text: string }) {
  const look = "font-mono text-[0.8125rem] text-muted-foreground";
  const short = shortenMiddle(text, mostOnPhone);
  if (!short) return <UntrustedText as="value" text={text} className={look} />;
  return (
    <>
      <span className={cn(look, "sm:hidden")}>
        <UntrustedText as="value" text={short.start} />…<UntrustedText as="value" text={short.end} />
      </span>
      <UntrustedText as="value" text={text} className={cn(look, "max-sm:hidden")} />
    </>
  );
}

function Closed({ item, now, className }: { item: QueueItem; now: Date; className: string }) {
  const at = item.closedAt ?? item.expiresAt;
  return <RelativeTime at={at} now={now} className={cn("text-muted-foreground", className)} />;
}

/** The name of the action type; for a type that isn't in the catalog, the type. */
export function ActionName({ item: { title, actionType } }: { item: QueueItem }) {
  return title ?? <code className="font-mono text-[0.9375rem]">{actionType}</code>;
}

function AgentName({ name }: { name: string }) {
  return (
    <span className="inline-flex min-w-0 items-baseline gap-1 text-muted-foreground">
      <Icon name="bot" className="size-3.5 translate-y-0.5" />
      <span className="min-w-0 [overflow-wrap:anywhere]">{name}</span>
    </span>
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
