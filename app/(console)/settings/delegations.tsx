import { act } from "#app/(console)/acts/act";
import { runtime } from "#app/runtime/runtime";
import { approverChoices } from "#app/web/forms/person-options";
import { ActButton } from "#components/forms/act-button";
import { LocalTime } from "#components/text/local-time";
import { Card, CardContent, CardDescription, CardHeader, CardTitle, Row, RowList } from "#components/ui/card";
import { TextLink } from "#components/ui/link";
import { type DelegationView, listDelegations } from "#lib/membership/list-delegations";
import type { Viewer } from "#lib/sessions/session";
import { ConfirmDelegation, NameDelegate } from "./delegation-form.tsx";

/** Delegates and delegators, in the person's settings and, for admins, on the person's page. */
export async function Delegations(props: {
  viewer: Viewer;
  person: { id: string; name: string };
  mayChange: boolean;
  now: Date;
}) {
  const { viewer, person, mayChange, now } = props;
  const { db } = runtime();
  const delegations = await listDelegations(db, { viewer, personId: person.id, now });
  const others = await approverChoices([person.id, viewer.personId]);
  const isOwn = viewer.personId === person.id;
  return (
    <Card id="delegation">
      <CardHeader>
        <div>
          <CardTitle>Delegation</CardTitle>
          <CardDescription>
            Let someone approve for {isOwn ? "you while you're" : "them while they're"} away. The audit log
            and receipts show on whose behalf.
          </CardDescription>
        </div>
      </CardHeader>
      <RowList className="first:border-t" none={null}>
        {delegations.map((delegation) => (
          <Row key={delegation.id}>
            <span className="min-w-0 [overflow-wrap:anywhere]">
              {whoWords(delegation, person.id, isOwn)}{" "}
              <span className="text-muted-foreground">
                {delegation.startsAt > now ? (
                  <>
                    from <LocalTime at={delegation.startsAt} />{" "}
                  </>
                ) : null}
                until <LocalTime at={delegation.endsAt} />
              </span>
              <Awaited delegation={delegation} viewerId={viewer.personId} />
              {mayChange && !delegation.awaited && delegation.startsAt <= now ? (
                <span className="block text-muted-foreground">
                  Ending it revokes unused grants that rest on its approvals.
                </span>
              ) : null}
            </span>
            {mayChange ? <Answers delegation={delegation} viewerId={viewer.personId} /> : null}
          </Row>
        ))}
      </RowList>
      {mayChange ? (
        <CardContent>
          <NameDelegate personId={person.id} people={others} />
        </CardContent>
      ) : null}
    </Card>
  );
}

type AwaitedView = NonNullable<DelegationView["awaited"]>;

/** The start of an admin's delegation, and the reader's options. */
function Awaited({ delegation, viewerId }: { delegation: DelegationView; viewerId: string }) {
  const { awaited, person, delegate } = delegation;
  if (!awaited) return null;
  const confirms = viewerId === person.id ? "you confirm" : `${person.name} confirms`;
  return (
    <span className="block text-muted-foreground">
      {awaited.until ? (
        <>
          Takes effect <LocalTime at={awaited.until} />, or when {confirms} it.
        </>
      ) : (
        `Takes effect ${awaited.passkeyConfirmer ? "when" : "only if"} ${confirms} it.`
      )}
      {awaited.isTied ? <Tied awaited={awaited} {...{ person, delegate, viewerId }} /> : null}
    </span>
  );
}

/** The reason for a delegation that never takes effect by time, and the people who can change that. */
function Tied(
  props: Pick<DelegationView, "person" | "delegate"> & { awaited: AwaitedView; viewerId: string },
) {
  const { awaited, person, delegate, viewerId } = props;
  const { namedBy, passkeyConfirmer } = awaited;
  if (passkeyConfirmer === null) return ` ${namedBy} and ${delegate.name} could be one person.`;
  const who = viewerId === person.id ? "You" : person.name;
  return (
    <>
      {` ${namedBy} and ${delegate.name} could be one person, because a passkey of ${delegate.name} came through a link and isn't confirmed. ${who} can confirm ${delegate.name}, or another admin can confirm the passkey.`}
      {passkeyConfirmer === "viewer" ? (
        <>
          {" "}
          <TextLink isTall href={`/people/${delegate.id}/passkeys`}>
            Confirm passkey
          </TextLink>
        </>
      ) : null}
    </>
  );
}

function Answers({ delegation, viewerId }: { delegation: DelegationView; viewerId: string }) {
  const { id, person, delegate, awaited } = delegation;
  const isAwaited = awaited !== null && viewerId === person.id;
  const named = `${delegate.name} for ${person.name}`;
  return (
    <span className="flex flex-wrap items-start gap-2">
      {isAwaited ? <ConfirmDelegation delegationId={id} label={`Confirm… ${named}`} /> : null}
      <ActButton
        action={act("delegation/revoke")}
        fields={{ delegationId: id }}
        className="grid gap-2"
        variant="destructive-outline"
        size="sm"
        aria-label={isAwaited ? `Decline ${named}` : `End delegation: ${named}`}
        label={isAwaited ? "Decline" : "End delegation"}
        working="Ending…"
      />
    </span>
  );
}

function whoWords({ person, delegate, awaited }: DelegationView, personId: string, isOwn: boolean): string {
  const [you, them] = isOwn ? ["You", "you"] : ["They", "them"];
  if (person.id === personId)
    return `${delegate.name} ${awaited ? "will be able to" : "can"} decide for ${them}`;
  return `${you}${awaited ? "'ll be able to" : " can"} decide for ${person.name}`;
}
