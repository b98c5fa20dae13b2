import { runtime } from "#app/runtime";
import { Card, CardContent, CardDescription, CardHeader, CardTitle } from "#components/ui/card";
import { Row, RowList } from "#components/ui/row-list";
import { Time } from "#components/ui/time";
import type { Viewer } from "#lib/auth/session";
import { type DelegationView, listDelegations } from "#lib/directory/list-delegations";
import { listApprovers } from "#lib/directory/list-people";
import { NameDelegate, RevokeDelegation } from "./delegation-form.tsx";

/** Who decides for a person while they are away, and for whom they decide. On their own settings, and for admins on the person's page. */
export async function Delegations(props: {
  viewer: Viewer;
  person: { id: string; name: string };
  mayChange: boolean;
  now: Date;
}) {
  const { viewer, person, mayChange, now } = props;
  const { db } = runtime();
  const delegations = await listDelegations(db, { viewer, personId: person.id, now });
  const others = (await listApprovers(db)).filter(({ id }) => id !== person.id && id !== viewer.personId);
  const isOwn = viewer.personId === person.id;
  return (
    <Card>
      <CardHeader>
        <div>
          <CardTitle>{isOwn ? "When you are away" : "When they are away"}</CardTitle>
          <CardDescription>
            A delegate decides in {isOwn ? "your" : "their"} place for a time. The record and every receipt
            say for whom.
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
                      from <Time at={delegation.startsAt} now={now} show="absolute" />{" "}
                    </>
                  ) : (
                    "now, "
                  )}
                  until <Time at={delegation.endsAt} now={now} show="absolute" />
                </span>
              </span>
              {mayChange ? (
                <RevokeDelegation
                  delegationId={delegation.id}
                  label={`End: ${delegation.delegate.name} for ${delegation.person.name}`}
                />
              ) : null}
            </Row>
          ))}
        </RowList>
      ) : null}
      {mayChange ? (
        <CardContent>
          <NameDelegate person={{ id: person.id, name: person.name }} people={others} isOwn={isOwn} />
        </CardContent>
      ) : null}
    </Card>
  );
}

function whoWords({ person, delegate }: DelegationView, personId: string, isOwn: boolean): string {
  const [you, them] = isOwn ? ["You decide", "you"] : ["They decide", "them"];
  return person.id === personId ? `${delegate.name} decides for ${them}` : `${you} for ${person.name}`;
}
