"use client";

import { type ReactNode, useState } from "react";
import { act } from "#app/(console)/acts/act";
import { AgentAvatar } from "#components/agents/avatars";
import { DeclineDialog } from "#components/people/decline-ownership";
import { Button, LinkButton } from "#components/ui/button";
import { Card, CardContent, CardHead, RowList } from "#components/ui/card";
import { Link } from "#components/ui/link";

export interface OfferRow {
  offerId: string;
  agentId: string;
  name: string;
  /** The offering person, and the expiry. */
  about: ReactNode;
}

interface Props {
  offers: OfferRow[];
  /** Offers of an earlier selection. */
  ticked: string[];
  mostAtOnce: number;
  longestReason: number;
}

/** The selected offers are accepted with a single passkey prompt, or declined with a single reason. */
export function Offers({ offers, ticked, mostAtOnce, longestReason }: Props) {
  const offerIds = offers.map(({ offerId }) => offerId);
  const [left, setLeft] = useState<string[]>(() => leftOut(offerIds, ticked, mostAtOnce));
  const chosen = offers.filter(({ offerId }) => !left.includes(offerId));
  function choose(offerId: string, isChosen: boolean) {
    setLeft((before) => (isChosen ? before.filter((id) => id !== offerId) : [...before, offerId]));
  }
  return (
    <Card>
      <CardHead title="Transfers to accept">
        Review what each agent is allowed to do before you accept it.
        {offers.length > 1 ? " Selected agents are accepted together with one passkey confirmation." : ""}
      </CardHead>
      <RowList className="first:border-t">
        {offers.map(({ offerId, agentId, name, about }) => (
          <li key={offerId} className="flex items-start gap-3 px-4 py-2 sm:px-5">
            {offers.length > 1 ? (
              <input
                type="checkbox"
                aria-label={name}
                className="mt-3 size-5 shrink-0 accent-primary md:size-4"
                checked={!left.includes(offerId)}
                onChange={(event) => choose(offerId, event.target.checked)}
              />
            ) : null}
            <Link
              href={`/agents/offers?offer=${offerId}`}
              className="flex min-h-11 min-w-0 flex-1 flex-wrap items-center gap-x-3 gap-y-0.5 rounded-sm hover:bg-muted fine:min-h-10"
            >
              <AgentAvatar agent={{ id: agentId, name }} className="size-7" />
              <span className="min-w-0 flex-1 font-medium [overflow-wrap:anywhere]">{name}</span>
              <span className="text-[0.8125rem] text-muted-foreground">{about}</span>
            </Link>
          </li>
        ))}
      </RowList>
      {offers.length > 1 ? (
        <CardContent className="flex flex-wrap items-center gap-3 border-t pt-4">
          <Next chosen={chosen} mostAtOnce={mostAtOnce} />
          <DeclineDialog
            action={act("agent/decline-offers")}
            offers={chosen}
            longest={longestReason}
            trigger={`Decline ${chosen.length}…`}
            disabled={chosen.length > mostAtOnce}
            doneHref="/agents/mine"
          />
          <Button variant="link" onClick={() => setLeft(chosen.length > 0 ? offerIds : [])}>
            {chosen.length > 0 ? "Clear selection" : "Select all"}
          </Button>
        </CardContent>
      ) : null}
    </Card>
  );
}

function Next({ chosen, mostAtOnce }: { chosen: OfferRow[]; mostAtOnce: number }) {
  if (chosen.length === 0) return <p className="text-muted-foreground">Select one or more agents.</p>;
  if (chosen.length > mostAtOnce)
    return <p className="text-muted-foreground">Select up to {mostAtOnce} at a time.</p>;
  const query = new URLSearchParams(chosen.map(({ offerId }) => ["offer", offerId]));
  return (
    <LinkButton href={`/agents/offers?${query}`}>
      {chosen.length === 1 ? "Review 1 agent" : `Review ${chosen.length} agents`}
    </LinkButton>
  );
}

/**
 * The offers that are not selected at first: those an owner left out before, or else the offers
 * beyond the maximum of one acceptance.
 */
export function leftOut(offerIds: string[], ticked: readonly string[], mostAtOnce: number): string[] {
  const isBack = offerIds.some((id) => ticked.includes(id));
  return isBack ? offerIds.filter((id) => !ticked.includes(id)) : offerIds.slice(mostAtOnce);
}
