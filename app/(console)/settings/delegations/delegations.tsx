import { runtime } from "#app/process/runtime";
import { approverChoices, foundApprovers } from "#app/web/forms/person-options";
import { FindPeople } from "#components/people/find-people";
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
  /** The name that the viewer searches for, to choose a delegate. */
  find: string | undefined;
  /** The path of the page that contains the list. */
  page: string;
  now: Date;
}) {
  const { viewer, person, mayChange, find, page, now } = props;
  const { db } = runtime();
  const delegations = await listDelegations(db, { viewer, personId: person.id, now });
  const besides = [person.id, viewer.personId];
  const { options, source } = await approverChoices(besides);
  const found = source && mayChange ? await foundApprovers(viewer, find) : [];
  const others = source ? found.filter(({ id }) => !besides.includes(id)) : options;
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
        <CardContent className="grid gap-4">
          {source ? <FindPeople action={page} find={find} /> : null}
          <NameDelegate personId={person.id} people={others} isMany={source !== undefined} />
        </CardContent>
      ) : null}
    </Card>
  );
}

function whoWords({ person, delegate }: DelegationView, personId: string, isOwn: boolean): string {
  const [you, them] = isOwn ? ["You can decide", "you"] : ["They can decide", "them"];
  return person.id === personId ? `${delegate.name} can decide for ${them}` : `${you} for ${person.name}`;
}
