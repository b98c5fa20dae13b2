import { act } from "#app/(console)/acts/act";
import { runtime } from "#app/runtime/runtime";
import { approverChoices, withChosen } from "#app/web/forms/person-options";
import { AttestationBadge } from "#components/badges/status-badges";
import { ActButton } from "#components/forms/act-button";
import { Time } from "#components/text/time";
import { Alert } from "#components/ui/alert";
import { Badge } from "#components/ui/badge";
import { LinkButton } from "#components/ui/button";
import { Card, CardContent, CardHead, Fact, Facts } from "#components/ui/card";
import { Link } from "#components/ui/link";
import type { AgentDetails } from "#lib/agents/find-agent";
import { findAttestationSetting } from "#lib/ownership/attestation-setting";
import { attestationOf } from "#lib/ownership/list-own-agents";
import { findOpenOffer, type OfferView } from "#lib/ownership/offers/list-offers";
import type { Viewer } from "#lib/sessions/session";
import { BackupsForm } from "./backups-form.tsx";

interface Props {
  agent: AgentDetails;
  viewer: Viewer;
  now: Date;
}

export async function Ownership({ agent, viewer, now }: Props) {
  const { db } = runtime();
  const [offer, setting] = await Promise.all([
    findOpenOffer(db, { agentId: agent.id, now }),
    findAttestationSetting(db),
  ]);
  const attestation = attestationOf(agent, setting, now);
  return (
    <Card id="ownership">
      <CardHead title="Ownership">
        The owner is accountable for this agent. Backup approvers can decide in their place.
      </CardHead>
      <CardContent className="grid gap-5">
        <Facts className="sm:grid-cols-[6rem_minmax(0,1fr)]">
          <Fact name="Owner">
            <Owner agent={agent} viewer={viewer} />
          </Fact>
          <Fact name="Backup approvers">{backupsOf(agent)}</Fact>
          {agent.status === "revoked" ? null : (
            <Fact name="Confirmed">
              <span className="flex flex-wrap items-center gap-x-2 gap-y-1">
                <Time at={attestation.attestedAt} now={now} isAlone />
                {agent.isOwnerActive ? (
                  <AttestationBadge state={attestation.state} />
                ) : (
                  <Badge variant="warning">No active owner</Badge>
                )}
              </span>
            </Fact>
          )}
        </Facts>
        {offer ? <OpenOffer offer={offer} canWithdraw={agent.canManage} now={now} /> : null}
        {agent.canManage && agent.status !== "revoked" ? (
          <Changes agent={agent} isAdmin={viewer.roles.includes("admin")} isOffered={offer !== undefined} />
        ) : null}
      </CardContent>
    </Card>
  );
}

function Owner({ agent: { owner }, viewer }: Pick<Props, "agent" | "viewer">) {
  const mayOpen = viewer.roles.includes("admin") || viewer.roles.includes("auditor");
  if (!mayOpen) return <span className="font-medium">{owner.name}</span>;
  return (
    <Link href={`/people/${owner.id}`} className="font-medium text-link underline underline-offset-3">
      {owner.name}
    </Link>
  );
}

function backupsOf({ backups }: AgentDetails): string {
  if (backups.length === 0) return "None";
  return backups.map((person) => (person.isActive ? person.name : `${person.name} (inactive)`)).join(", ");
}

function OpenOffer(props: { offer: OfferView; canWithdraw: boolean; now: Date }) {
  const { offer, canWithdraw, now } = props;
  return (
    <Alert variant="info" title={`Transfer to ${offer.to.name} pending`}>
      <p>
        Started by {offer.offeredBy.name}. The owner doesn't change until it's accepted. Expires{" "}
        <Time at={offer.expiresAt} now={now} />.
      </p>
      {canWithdraw ? (
        <div className="mt-2">
          <ActButton
            action={act("agent/withdraw-offer")}
            fields={{ offerId: offer.id }}
            className="grid gap-2"
            isMessageFirst
            size="sm"
            isNarrow
            label="Cancel transfer"
            working="Cancelling…"
          />
        </div>
      ) : null}
    </Alert>
  );
}

async function Changes(props: Pick<Props, "agent"> & { isAdmin: boolean; isOffered: boolean }) {
  const { agent, isAdmin, isOffered } = props;
  return (
    <div className="grid gap-3">
      {isOffered ? null : (
        <LinkButton href={`/agents/${agent.id}/transfer`} variant="outline" className="w-fit">
          Transfer…
        </LinkButton>
      )}
      {isAdmin ? <Backups agent={agent} /> : null}
    </div>
  );
}

async function Backups({ agent }: Pick<Props, "agent">) {
  const people = withChosen(agent.backups, await approverChoices([agent.owner.id]));
  if (people.options.length === 0 && !people.source)
    return (
      <p className="text-muted-foreground">
        There are no other approvers yet. Invite someone with the Approver role to add a backup approver.
      </p>
    );
  return (
    <details>
      <summary className="control-height inline-flex w-fit cursor-pointer items-center rounded-sm text-link underline underline-offset-3">
        Edit backup approvers
      </summary>
      <div className="mt-2">
        <BackupsForm agentId={agent.id} people={people} chosen={agent.backups.map((person) => person.id)} />
      </div>
    </details>
  );
}
