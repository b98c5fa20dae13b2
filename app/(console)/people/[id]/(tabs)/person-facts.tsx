import { rolesText } from "#components/people/role-names.ts";
import { Time } from "#components/text/time";
import { Card, CardContent, CardHeader, CardTitle, Fact, Facts } from "#components/ui/card";
import { TextLink } from "#components/ui/link";
import type { PersonView } from "#lib/membership/find-person";
import { RolesForm } from "./roles-form.tsx";

export function PersonFacts({ person, isAdmin, now }: { person: PersonView; isAdmin: boolean; now: Date }) {
  return (
    <Card>
      <CardHeader>
        <CardTitle>Details</CardTitle>
        <TextLink isTall href={`/audit?person=${person.id}`}>
          View in audit log
        </TextLink>
      </CardHeader>
      <CardContent>
        <Facts>
          <Fact name="Roles">
            {rolesText(person.roles)}
            {isAdmin && person.status !== "left" ? (
              <details>
                <summary className="control-height inline-flex w-fit cursor-pointer items-center rounded-sm text-link underline underline-offset-3">
                  Edit roles
                </summary>
                <div className="mt-1 mb-3">
                  <RolesForm personId={person.id} roles={person.roles} />
                </div>
              </details>
            ) : null}
          </Fact>
          <Fact name="Added">
            <Time at={person.createdAt} now={now} isAlone />
          </Fact>
          <Fact name="Passkey last used">
            {person.lastSeenAt ? <Time at={person.lastSeenAt} now={now} isAlone /> : "Never"}
          </Fact>
          {person.externalId ? (
            <Fact name="Provisioned by SCIM as">
              <code className="font-mono text-[0.8125rem] [overflow-wrap:anywhere]">{person.externalId}</code>
            </Fact>
          ) : null}
          <Fact name="ID">
            <code className="font-mono text-[0.8125rem]">{person.id}</code>
          </Fact>
        </Facts>
        {person.status === "left" ? (
          <p className="mt-4 text-muted-foreground">
            They have no access and no passkeys. To bring them back, invite them again with the same email.
          </p>
        ) : person.status === "suspended" ? (
          <p className="mt-4 text-muted-foreground">
            They can't sign in and their agents are quarantined. Reactivating restores both. Cancelled
            requests stay cancelled.
          </p>
        ) : null}
      </CardContent>
    </Card>
  );
}
