import type { ReactNode } from "react";
import { Amount } from "#components/approval/amount";
import { amountText } from "#components/text/amount-text.ts";
import { RelativeTime } from "#components/text/relative-time";
import { Button } from "#components/ui/button";
import { Icon } from "#components/ui/icon";
import { Link } from "#components/ui/link";
import { Row, RowLink, RowList } from "#components/ui/row-list";
import type { AmountRange } from "#lib/requests/group-pending";
import type { PendingCard } from "#lib/requests/list-pending-cards";
import type { QueueItem } from "#lib/requests/queue-item";
import type { Position } from "#lib/requests/unusual/amount-finding";
import { ActionName, AgentName, QueueRow } from "./queue-row.tsx";
import { RepeatCount } from "./repeat-badge.tsx";
import { RiskBadge } from "./risk-badge.tsx";
import { UnusualCount } from "./unusual-badge.tsx";

interface Props {
  cards: PendingCard[];
  /** The requests with an unusual amount. */
  unusual: ReadonlyMap<string, Position>;
  floodMinutes: number;
  now: Date;
  /** The address of the card's requests, each alone. */
  hrefOf: (card: PendingCard) => string;
  /** The page that reviews the card's requests together, if that is possible. */
  togetherHrefOf: (card: PendingCard) => string | undefined;
  /** What stops a flooding agent, for viewers who may. */
  holdOf: (agentId: string) => ReactNode;
}

/** The pending requests: one row each, apart from repeated requests and floods. */
export function PendingCards({ cards, unusual, floodMinutes, now, hrefOf, togetherHrefOf, holdOf }: Props) {
  return (
    <RowList>
      {cards.map((card) => {
        const { kind, newest, ids } = card;
        const key = newest.id;
        const row = { item: newest, unusual: unusual.get(key), now };
        const unusualCount = ids.filter((id) => unusual.has(id)).length;
        if (kind === "one") return <QueueRow key={key} {...row} />;
        const href = hrefOf(card);
        if (kind === "same")
          return <QueueRow key={key} {...row} after={<Times href={href} count={ids.length} />} />;
        if (kind === "type") {
          const hrefs = { href, togetherHref: togetherHrefOf(card) };
          return <OfOneType key={key} card={card} {...hrefs} unusualCount={unusualCount} now={now} />;
        }
        return (
          <Flood key={key} card={card} unusualCount={unusualCount} minutes={floodMinutes} now={now}>
            <Button asChild variant="outline" size="sm">
              <Link href={href} data-row>
                View {ids.length}
                <span className="sr-only"> requests from {newest.agent.name}</span>
              </Link>
            </Button>
            {holdOf(newest.agent.id)}
          </Flood>
        );
      })}
    </RowList>
  );
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

/** Many requests of one agent and type: a link to all of them, and what approves several together. */
function OfOneType(props: {
  card: PendingCard;
  href: string;
  togetherHref: string | undefined;
  unusualCount: number;
  now: Date;
}) {
  const { newest, ids, amounts, firstExpiresAt } = props.card;
  return (
    <RowLink
      href={props.href}
      after={props.togetherHref ? <Together href={props.togetherHref} of={newest} /> : null}
      className="grid gap-x-6 gap-y-0.5 py-2 sm:grid-cols-[minmax(0,1fr)_auto] sm:gap-y-1 sm:py-3"
    >
      <span className="min-w-0 font-semibold leading-6 [overflow-wrap:anywhere] sm:text-base">
        <ActionName item={newest} /> · {ids.length} requests
      </span>
      {amounts ? <Amounts of={amounts} /> : <span className="max-sm:hidden" />}
      <span className="flex min-w-0 flex-wrap items-center gap-x-3 gap-y-1">
        <RiskBadge risk={newest.risk} />
        <RepeatCount count={props.card.repeats} />
        <UnusualCount count={props.unusualCount} />
        <AgentName name={newest.agent.name} />
        <span className="text-muted-foreground">
          First expires <RelativeTime at={firstExpiresAt} now={props.now} />
        </span>
      </span>
    </RowLink>
  );
}

function Together({ href, of: { title, actionType, agent } }: { href: string; of: QueueItem }) {
  return (
    <p className="-mt-1 px-4 pb-2 text-[0.8125rem] sm:px-5">
      <Link
        href={href}
        className="inline-flex min-h-11 fine:min-h-8 items-center text-link underline underline-offset-3"
      >
        Review together
        <span className="sr-only">
          {" "}
          · {title ?? actionType} · {agent.name}
        </span>
      </Link>
    </p>
  );
}

function Amounts({ of: { lowest, highest, currency } }: { of: AmountRange }) {
  const end = { value: highest, ...(currency === null ? {} : { currency }) };
  return (
    <span className="font-semibold leading-6 sm:text-right sm:text-base">
      {lowest === highest ? null : <>{amountText(lowest)} to </>}
      <Amount amount={end} />
    </span>
  );
}

function Flood(props: {
  card: PendingCard;
  unusualCount: number;
  minutes: number;
  now: Date;
  children: ReactNode;
}) {
  const { newest, ids, burst, oldestAt, newestAt, firstExpiresAt } = props.card;
  const { name } = newest.agent;
  return (
    <Row className="bg-warning-soft">
      <span className="grid min-w-0 gap-1">
        <span className="flex items-center gap-1.5 font-semibold text-base leading-6">
          <Icon name="bot" />
          <span className="min-w-0 [overflow-wrap:anywhere]">
            {name}: {burst} requests in {props.minutes}&nbsp;min
          </span>
        </span>
        <span className="flex flex-wrap gap-1.5 empty:hidden">
          <RepeatCount count={props.card.repeats} />
          <UnusualCount count={props.unusualCount} />
        </span>
        <span className="text-muted-foreground tabular-nums">
          {ids.length > burst ? `${ids.length} pending · ` : null}
          Oldest <RelativeTime at={oldestAt} now={props.now} /> · newest{" "}
          <RelativeTime at={newestAt} now={props.now} /> · first expires{" "}
          <RelativeTime at={firstExpiresAt} now={props.now} />
        </span>
      </span>
      <span className="flex flex-wrap gap-2">{props.children}</span>
    </Row>
  );
}
