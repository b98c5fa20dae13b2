import type { ReactNode } from "react";
import { AgentAvatar } from "#components/agents/avatars";
import { togetherHref } from "#components/approval/together/together-href.ts";
import { totalsText } from "#components/approval/together/totals-text.ts";
import { amountText } from "#components/text/amount-text.ts";
import { counted, grouped } from "#components/text/plural.ts";
import { RelativeTime } from "#components/text/relative-time";
import { UntrustedText } from "#components/text/untrusted-text";
import { LinkButton } from "#components/ui/button";
import { Row, RowList } from "#components/ui/card";
import { cn } from "#components/ui/cn.ts";
import { Icon } from "#components/ui/icon";
import { Link } from "#components/ui/link";
import type { TogetherGroup } from "#lib/requests/queue/find-groups";
import type { AmountRange } from "#lib/requests/queue/group-pending";
import type { PendingCard } from "#lib/requests/queue/list-pending-cards";
import type { Position } from "#lib/requests/unusual/amount-finding";
import { RepeatCount, UnusualCount } from "./exception-badges.tsx";
import { ActionName, QueueRow } from "./queue-row.tsx";
import { TogetherLink } from "./together-links.tsx";

interface Props {
  cards: PendingCard[];
  /** The requests with an unusual amount. */
  unusual: ReadonlyMap<string, Position>;
  floodMinutes: number;
  now: Date;
  /** The address of the card's requests, each alone. */
  hrefOf: (card: PendingCard) => string;
  /** The groups of the card's requests to approve together. */
  groupsOf: (card: PendingCard) => TogetherGroup[];
  /** Whether the viewer can decide the requests, so that rows can be selected. */
  isDecidable: boolean;
  /** The control to stop a flooding agent, for permitted viewers. */
  holdOf: (agentId: string) => ReactNode;
}

/** The pending requests: one row each, apart from repeated requests and floods. */
export function PendingCards(props: Props) {
  const { cards, unusual, floodMinutes, now, hrefOf, groupsOf, isDecidable, holdOf } = props;
  return (
    <RowList>
      {cards.map((card) => {
        const { kind, newest, ids } = card;
        const key = newest.id;
        const togetherHref = togetherHrefOf(groupsOf(card)[0]);
        const selects = isDecidable ? { ids, togetherHref } : undefined;
        const row = { item: newest, unusual: unusual.get(key), now, selects };
        if (kind === "one") return <QueueRow key={key} {...row} />;
        const href = hrefOf(card);
        if (kind === "same")
          return <QueueRow key={key} {...row} after={<Times href={href} count={ids.length} />} />;
        const unusualCount = ids.filter((id) => unusual.has(id)).length;
        return (
          <Several key={key} {...{ card, unusualCount, floodMinutes, now }}>
            <TogetherButtons card={card} groups={groupsOf(card)} />
            <LinkButton href={href} data-row variant="outline" size="sm">
              View {ids.length}
              <span className="sr-only"> requests from {newest.agent.name}</span>
            </LinkButton>
            {kind === "flood" ? holdOf(newest.agent.id) : null}
          </Several>
        );
      })}
    </RowList>
  );
}

function togetherHrefOf(group: TogetherGroup | undefined): string | undefined {
  return group && togetherHref(group.agent.id, group.type);
}

/** The newest of several requests for the same action is shown; the others are a link away. */
function Times({ href, count }: { href: string; count: number }) {
  return (
    <p className="-mt-1.5 flex flex-wrap items-center gap-x-2 px-4 pb-2 text-[0.8125rem] sm:px-5">
      <Icon name="copy" className="size-3.5 text-muted-foreground" />
      <span className="text-muted-foreground">Same action, {count} times</span>
      <Link
        href={href}
        className="inline-flex min-h-11 fine:min-h-8 items-center text-link underline underline-offset-3"
      >
        View all {count}
      </Link>
    </p>
  );
}

/** A tap from a card to its requests as a table, named by type where the card has several. */
function TogetherButtons({ card, groups }: { card: PendingCard; groups: TogetherGroup[] }) {
  return groups.map((group) => {
    const isWhole = group.count === card.ids.length;
    const words = [isWhole ? "" : `${group.title}, ${group.count}`, totalsText(group.totals)];
    return (
      <TogetherLink
        key={`${group.agent.id} ${group.type}`}
        group={group}
        label={words.filter(Boolean).join(" · ")}
      />
    );
  });
}

/** A flood of an agent, or many requests of an agent and type. */
function Several(props: {
  card: PendingCard;
  unusualCount: number;
  floodMinutes: number;
  now: Date;
  children: ReactNode;
}) {
  const { kind, newest, ids, burst, amounts, firstExpiresAt } = props.card;
  const isFlood = kind === "flood";
  return (
    <Row className={cn(isFlood && "bg-warning-soft")}>
      <span className="flex min-w-0 items-center gap-2.5">
        <AgentAvatar agent={newest.agent} className="size-8" />
        <span className="grid min-w-0 gap-0.5">
          <span className="flex min-w-0 font-semibold leading-6">
            {isFlood ? (
              <>
                {counted(burst, "request")} in {props.floodMinutes}&nbsp;min
              </>
            ) : (
              <>
                <span className="one-line min-w-0">
                  <ActionName item={newest} />
                </span>
                <span className="shrink-0 whitespace-pre"> · {grouped(ids.length)}</span>
              </>
            )}
          </span>
          <span className="flex flex-wrap items-center gap-x-2 gap-y-1 text-[0.8125rem] text-muted-foreground tabular-nums">
            <span className="one-line max-w-full font-medium text-foreground">{newest.agent.name}</span>
            <RepeatCount of={props.card.repeats} />
            <UnusualCount count={props.unusualCount} />
            <span>
              {ids.length > burst && isFlood ? `${ids.length} pending · ` : null}
              {amounts ? (
                <>
                  <Amounts of={amounts} /> ·{" "}
                </>
              ) : null}
              first expires <RelativeTime at={firstExpiresAt} now={props.now} />
            </span>
          </span>
        </span>
      </span>
      <span className="flex flex-wrap gap-2">{props.children}</span>
    </Row>
  );
}

/** "120.00 to 18,000.00 USD". The currency came from the agent. */
function Amounts({ of: { lowest, highest, currency } }: { of: AmountRange }) {
  return (
    <>
      {lowest === highest ? null : `${amountText(lowest)} to `}
      {amountText(highest)}
      {currency === null ? null : (
        <>
          {" "}
          <UntrustedText as="value" text={currency} />
        </>
      )}
    </>
  );
}
