import { Fragment, type ReactNode } from "react";
import { AgentAvatar } from "#components/agents/avatars";
import { TestAgentBadge } from "#components/badges/status-badges";
import { Amount } from "#components/text/amount";
import { RelativeTime } from "#components/text/relative-time";
import { UntrustedText } from "#components/text/untrusted-text";
import { RowLink } from "#components/ui/card";
import type { QueueItem } from "#lib/requests/queue/queue-item";
import type { Position } from "#lib/requests/unusual/amount-finding";
import { BreakGlassBadge } from "../badges/break-glass-badge.tsx";
import { RiskBadge, StateBadge } from "../badges/request-badges.tsx";
import { TimeLeft } from "../badges/time-left.tsx";
import { RepeatBadge, UnusualBadge } from "./exception-badges.tsx";

interface QueueRowProps {
  item: QueueItem;
  /** Where the amount lies, if it is unusual. */
  unusual?: Position | undefined;
  now: Date;
  after?: ReactNode;
  /** The selected requests of a selected row; undefined for a row of another list. */
  selects?: { ids: string[]; togetherHref?: string | undefined } | undefined;
}

/** A request as a link. Where room is short, the agent's own words give way, and exceptions never. */
export function QueueRow({ item, unusual, now, after, selects }: QueueRowProps) {
  return (
    <RowLink
      id={rowId(item)}
      href={`/requests/${item.id}`}
      isEarly
      after={
        <>
          {selects ? <RowCheckbox item={item} {...selects} /> : null}
          {after}
        </>
      }
      className="grid h-16 grid-cols-[auto_minmax(0,1fr)] content-center items-center gap-x-3 py-0 leading-6 desk:flex desk:h-11"
    >
      <AgentAvatar agent={item.agent} className="row-span-2 size-8 desk:size-6" />
      <span className="flex min-w-0 items-center justify-between gap-x-3 desk:contents">
        <span className="flex min-w-0 items-center gap-x-1.5 desk:max-w-[45%]">
          <span className="one-line min-w-0 font-semibold desk:max-w-72 desk:shrink-0">
            <ActionName item={item} />
          </span>
          <Risk item={item} />
          <span className="one-line min-w-0 shrink-[99] text-[0.8125rem] text-muted-foreground not-desk:sr-only">
            {item.agent.name} · <Age item={item} now={now} />
          </span>
        </span>
        {item.amount ? (
          <Amount
            amount={item.amount}
            className="one-line max-w-40 shrink-0 font-semibold desk:order-2 desk:max-w-72"
          />
        ) : null}
      </span>
      <span className="flex min-w-0 items-center gap-x-2 text-[0.8125rem] desk:contents">
        <Exceptions {...{ item, unusual, now }} />
        <span className="flex min-w-0 flex-1 items-center gap-x-2 desk:order-1 desk:min-w-fit">
          <span className="one-line w-0 min-w-0 grow font-mono text-muted-foreground">
            <Content texts={item.content} />
          </span>
          <Approvals item={item} />
        </span>
        <span className="flex min-w-0 items-center gap-x-1.5 desk:order-3 desk:w-28 desk:shrink-0 desk:justify-end">
          {item.state === "pending" ? (
            <TimeLeft expiresAt={item.expiresAt.toISOString()} now={now.toISOString()} />
          ) : (
            <>
              <span aria-hidden className="one-line min-w-0 text-muted-foreground desk:hidden">
                <Age item={item} now={now} />
              </span>
              <StateBadge state={item.state} />
            </>
          )}
        </span>
      </span>
    </RowLink>
  );
}

/** Selects the row, with a pointer and room. On a phone, Review together selects. */
function RowCheckbox(props: { item: QueueItem } & NonNullable<QueueRowProps["selects"]>) {
  const { item, ids, togetherHref } = props;
  return (
    <input
      type="checkbox"
      data-select={ids.join(" ")}
      data-together={togetherHref}
      id={`select-${item.id}`}
      aria-label="Select"
      // With the whole row, because the rows of an agent may differ only in values.
      aria-labelledby={`select-${item.id} ${rowId(item)}`}
      className="absolute top-2.5 left-5 hidden size-6 accent-primary opacity-0 checked:opacity-100 focus-visible:opacity-100 group-hover:opacity-100 fine:block"
    />
  );
}

function rowId({ id }: QueueItem): string {
  return `row-${id}`;
}

function Risk({ item: { risk, agent } }: { item: QueueItem }) {
  if (agent.isTest) return <TestAgentBadge />;
  return risk === null || risk === "destructive" || risk === "production" ? <RiskBadge risk={risk} /> : null;
}

/** What few rows have: never cut, and in a short word where the room is short. */
function Exceptions({ item, unusual, now }: Omit<QueueRowProps, "after" | "selects">) {
  const { approvedBefore, isBreakGlass } = item;
  return (
    <span className="flex shrink-0 gap-1.5 empty:hidden desk:order-1">
      {isBreakGlass ? <BreakGlassBadge /> : null}
      {approvedBefore ? <RepeatBadge repeat={approvedBefore} now={now} /> : null}
      {unusual ? <UnusualBadge position={unusual} /> : null}
    </span>
  );
}

function Content({ texts }: { texts: string[] }) {
  return texts.map((text, index) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: the values of a request never move
    <Fragment key={index}>
      {index > 0 ? " · " : null}
      <UntrustedText as="value" text={text} />
    </Fragment>
  ));
}

function Age({ item, now }: { item: QueueItem; now: Date }) {
  const { state, createdAt, closedAt, expiresAt } = item;
  return <RelativeTime at={state === "pending" ? createdAt : (closedAt ?? expiresAt)} now={now} />;
}

/** The name of the action type; for a type that isn't in the catalog, the type. */
export function ActionName({ item: { title, actionType } }: { item: QueueItem }) {
  return title ?? <code className="font-mono text-[0.9375rem]">{actionType}</code>;
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
  if (facts.length === 0) return null;
  return (
    <span className="one-line min-w-0 max-w-[60%] text-muted-foreground tabular-nums desk:max-w-64">
      {facts.join(" · ")}
    </span>
  );
}
