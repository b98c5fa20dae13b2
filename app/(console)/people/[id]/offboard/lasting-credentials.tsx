import { Card, CardDescription, CardHeader, CardTitle } from "#components/ui/card";
import { Link } from "#components/ui/link";
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
      <CardHeader>
        <CardTitle>Stays active after they leave</CardTitle>
        <CardDescription>
          These connections deprovision other people, so they keep working. Another admin should take
          responsibility for them or revoke them.
        </CardDescription>
      </CardHeader>
      <RowList className="first:border-t">
        {credentials.map(({ kind, id, name }) => (
          <Row key={id}>
            <span className="min-w-0 [overflow-wrap:anywhere]">
              {isAdmin ? (
                <Link href={kinds[kind].href} className="text-link underline underline-offset-3">
                  {name}
                </Link>
              ) : (
                name
              )}
            </span>
            <span className="text-[0.8125rem] text-muted-foreground">{kinds[kind].noun}</span>
          </Row>
        ))}
      </RowList>
    </Card>
  );
}
