import { Card, CardHead } from "#components/ui/card";
import { TextLink } from "#components/ui/link";
import { Row, RowList } from "#components/ui/row-list";
import type { Foresight } from "#lib/membership/offboarding/foresee-offboarding";

const kinds = {
  scim_token: { noun: "SCIM token", href: "/settings/provisioning" },
  event_source: { noun: "Security event source", href: "/settings/signals" },
};

/**
 * The tokens and event sources that continue after the person leaves. Links go to pages for admins
 * only.
 */
export function LastingCredentials({
  credentials,
  isAdmin,
}: {
  credentials: Foresight["lastingCredentials"];
  isAdmin: boolean;
}) {
  if (credentials.length === 0) return null;
  return (
    <Card>
      <CardHead title="Stays active after they leave">
        These connections deprovision other people, so they keep working. Another admin should take
        responsibility for them or revoke them.
      </CardHead>
      <RowList className="first:border-t">
        {credentials.map(({ kind, id, name }) => (
          <Row key={id}>
            <span className="min-w-0 [overflow-wrap:anywhere]">
              {isAdmin ? <TextLink href={kinds[kind].href}>{name}</TextLink> : name}
            </span>
            <span className="text-[0.8125rem] text-muted-foreground">{kinds[kind].noun}</span>
          </Row>
        ))}
      </RowList>
    </Card>
  );
}
