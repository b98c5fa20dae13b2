import { act } from "#app/(console)/acts/act";
import { runtime } from "#app/runtime/runtime";
import { queueHref } from "#app/web/query/queue-query";
import { HoldAgent } from "#components/agents/hold-agent";
import { PendingCards } from "#components/queue/pending-cards";
import { canManage } from "#lib/agents/lock-agent";
import { foreseeHolds } from "#lib/lifecycle/foresee-hold";
import { longestHoldReason } from "#lib/lifecycle/hold-agent";
import type { TogetherGroup } from "#lib/requests/queue/find-groups";
import type { PendingCard } from "#lib/requests/queue/list-pending-cards";
import type { QueueFilter } from "#lib/requests/queue/queue-query";
import { listUnusualAmounts } from "#lib/requests/unusual/list-unusual-amounts";
import type { Viewer } from "#lib/sessions/session";
import { findFloodLimit } from "#lib/workspace/find-workspace";

/** The cards of pending requests, with the emergency stop of each flooding agent. */
export async function PendingList(props: {
  viewer: Viewer;
  cards: PendingCard[];
  filter: QueueFilter;
  groups: TogetherGroup[];
  now: Date;
}) {
  const { viewer, cards, now } = props;
  const { db } = runtime();
  const floods = cards.filter(({ kind, newest }) => kind === "flood" && canManage(viewer, newest.owner.id));
  const agents = new Map(floods.map(({ newest: { agent } }) => [agent.id, agent]));
  const [foresights, { floodMinutes }, unusual] = await Promise.all([
    foreseeHolds(db, [...agents.keys()], now),
    findFloodLimit(db),
    listUnusualAmounts(
      db,
      viewer,
      cards.flatMap(({ ids }) => ids),
      now,
    ),
  ]);
  const { after: _, ...narrowing } = props.filter;
  return (
    <PendingCards
      cards={cards}
      unusual={unusual}
      floodMinutes={floodMinutes}
      now={now}
      hrefOf={({ kind, newest }) =>
        queueHref({
          ...narrowing,
          ...(kind === "flood"
            ? { agent: newest.agent.id }
            : kind === "type"
              ? { agent: newest.agent.id, type: newest.actionType }
              : { digest: newest.actionDigest }),
        })
      }
      isDecidable={props.filter.state === "needs_you"}
      groupsOf={(card) => props.groups.filter((group) => isOf(group, card))}
      holdOf={(agentId) => {
        const [agent, foresight] = [agents.get(agentId), foresights.get(agentId)];
        if (!agent || !foresight) return null;
        const about = { agent, foresight, longestReason: longestHoldReason };
        return <HoldAgent action={act("agents/hold")} {...about} size="sm" />;
      }}
    />
  );
}

/** Whether all or some of a card's requests are in the group. */
export function isOf({ agent, type }: TogetherGroup, { kind, newest }: PendingCard): boolean {
  if (newest.agent.id !== agent.id) return false;
  return kind === "flood" || newest.actionType === type;
}
