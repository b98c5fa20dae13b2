import { runtime } from "#app/process/runtime";
import { approverChoices } from "#app/web/forms/person-options";
import { LocalTime } from "#components/text/local-time";
import { Card, CardContent, CardDescription, CardHeader, CardTitle } from "#components/ui/card";
import { Row, RowList } from "#components/ui/row-list";
import { type DelegationView, listDelegations } from "#lib/delegations/list-delegations";
import type { Viewer } from "#lib/sessions/session";
import { NameDelegate, RevokeDelegation } from "./delegation-form.tsx";

/**
 * A person's delegates and delegators. Shown in the person's settings, and to admins on the
 * person's page.
 */
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
    <Card>
      <CardHeader>
        <div>
          <CardTitle>Delegation</CardTitle>
          <CardDescription>
            Let someone approve for {isOwn ? "you while you're" : "them while they're"} away. The audit log
            and receipts show on whose behalf.
          </CardDescription>
        </div>
      </CardHeader>
      {delegations.length > 0 ? (
        <RowList className="first:border-t">
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
              </span>
              {mayChange ? (
                <RevokeDelegation
                  delegationId={delegation.id}
                  label={`End delegation: ${delegation.delegate.name} for ${delegation.person.name}`}
                />
              ) : null}
            </Row>
          ))}
        </RowList>
      ) : null}
      {mayChange ? (
        <CardContent>
          <NameDelegate personId={person.id} people={others} />
        </CardContent>
      ) : null}
    </Card>
  );
}

function whoWords({ person, delegate }: DelegationView, personId: string, isOwn: boolean): string {
  const [you, them] = isOwn ? ["You can decide", "you"] : ["They can decide", "them"];
  return person.id === personId ? `${delegate.name} can decide for ${them}` : `${you} for ${person.name}`;
}
