import { act } from "#app/(console)/acts/act";
import { SignButton } from "#components/passkey/sign-button";
import { DeclineDialog } from "#components/people/decline-ownership";
import { LocalTime } from "#components/text/local-time";
import { Alert } from "#components/ui/alert";
import { ContentCard } from "#components/ui/card";
import { TextLink } from "#components/ui/link";
import { base64url } from "#lib/kernel/digest";
import { longestReason } from "#lib/ownership/offers/decline-offers";
import type { AcceptanceOffer } from "#lib/ownership/offers/find-acceptance";
import { backTo, withOtherChoice } from "./addresses.ts";
import { groupsOf } from "./groups.ts";
import { MayDo } from "./may-do.tsx";

interface Props {
  offer: AcceptanceOffer;
  /** The number of selected offers, of which some may have ended. */
  chosen: number;
  now: Date;
}

/** Everything is read from the statement's bytes, so the screen shows exactly the signed content. */
export function Acceptance({ offer, chosen, now }: Props) {
  const { statement } = offer;
  return (
    <>
      <NoLongerOffered count={chosen - statement.agents.length} />
      <Held offer={offer} />
      <Quarantined offer={offer} />
      {groupsOf(statement).map((group) => (
        <MayDo
          key={group.agents[0]?.offer}
          group={group}
          offers={offer.offers}
          keyAdders={offer.keyAdders}
          otherChoice={(agent) => withOtherChoice(statement, agent)}
          now={now}
          defaultOutcome={statement.authority.default_outcome}
        />
      ))}
      <ContentCard layout="grid gap-4 pt-4 sm:pt-5">
        <WhatIsSigned statement={statement} />
        <Choice offer={offer} />
      </ContentCard>
    </>
  );
}

function NoLongerOffered({ count }: { count: number }) {
  if (count <= 0) return null;
  const title =
    count === 1 ? "1 transfer is no longer available" : `${count} transfers are no longer available`;
  return (
    <Alert variant="warning" title={title}>
      {count === 1 ? "It has" : "They have"} been removed from this list. You can continue with the rest.
    </Alert>
  );
}

function Held({ offer: { offers } }: Pick<Props, "offer">) {
  const count = [...offers.values()].filter(({ isHeld }) => isHeld).length;
  if (count === 0) return null;
  return (
    <Alert variant="warning" title={count === 1 ? "1 agent is on hold" : `${count} agents are on hold`}>
      Accepting doesn't end a hold. After you accept, an admin can release the agent.
    </Alert>
  );
}

function Quarantined({ offer: { offers, statement } }: Pick<Props, "offer">) {
  const count = [...offers.values()].filter(({ isQuarantined }) => isQuarantined).length;
  if (count === 0) return null;
  if (count > 1)
    return (
      <Alert variant="warning" title={`${count} agents are quarantined`}>
        They can't request anything until you accept them. An agent whose keys you revoke needs a new key.
      </Alert>
    );
  const which = statement.agents.length === 1 ? "This agent" : "1 agent";
  return (
    <Alert variant="warning" title={`${which} is quarantined`}>
      It can't request anything until you accept it. If you revoke its keys, it needs a new key.
    </Alert>
  );
}

function WhatIsSigned({ statement }: Pick<AcceptanceOffer, "statement">) {
  const { agents, authority } = statement;
  return (
    <>
      <p>
        Your passkey signs exactly what's shown here{agents.length === 1 ? "" : ", once for all of them"}.
        Pending requests are cancelled and unused grants revoked, so nothing other people approved runs under
        your ownership. {keysWords(statement)}
      </p>
      <p className="text-[0.8125rem] text-muted-foreground [overflow-wrap:anywhere]">
        Policy version {authority.policy_version}, digest{" "}
        <code className="font-mono text-xs">{authority.policy_digest}</code> · Later versions may change the
        rules · Valid until <LocalTime at={new Date(statement.expires_at)} />
      </p>
    </>
  );
}

function Choice({ offer: { bytes, seal, statement } }: Pick<Props, "offer">) {
  const { agents } = statement;
  const [first] = agents;
  const isOne = agents.length === 1;
  return (
    <>
      <div className="flex flex-wrap items-end justify-between gap-3">
        <SignButton
          kind="ownership"
          path="/api/ownership/acceptances"
          statement={base64url(bytes)}
          seal={seal}
          label={isOne ? "Accept ownership" : `Accept ${agents.length} agents`}
          doneHref={isOne ? `/agents/${first?.agent}` : "/agents/mine"}
        />
        <DeclineDialog
          action={act("agent/decline-offers")}
          offers={agents.map(({ offer, name }) => ({ offerId: offer, name }))}
          longest={longestReason}
          trigger={isOne ? "Decline…" : `Decline ${agents.length} agents…`}
          size="lg"
          doneHref="/agents/mine"
        />
      </div>
      {isOne ? null : (
        <p className="text-[0.8125rem] text-muted-foreground">
          Don't want all of them?{" "}
          <TextLink href={backTo(agents.map((listed) => listed.offer))}>Change selection</TextLink>
        </p>
      )}
    </>
  );
}

/** Summarizes the key choices next to the button: on a long page the choices are far above. */
function keysWords({ agents }: AcceptanceOffer["statement"]): string {
  const withKeys = agents.filter(({ keys }) => keys.length > 0);
  const [first] = withKeys;
  if (!first) return "";
  const kept = withKeys.filter(({ keep_keys }) => keep_keys).length;
  const revoked = withKeys.length - kept;
  if (agents.length === 1 && first.keys.length === 1)
    return kept === 0 ? "Its key is revoked." : "Its key still works.";
  const whose = agents.length === 1 ? "Its" : "Their";
  if (kept === 0) return `${whose} keys are revoked.`;
  if (revoked === 0) return `${whose} keys still work.`;
  return `The keys of ${agentsOf(revoked)} are revoked and those of ${agentsOf(kept)} still work.`;
}

function agentsOf(count: number): string {
  return count === 1 ? "1 agent" : `${count} agents`;
}
