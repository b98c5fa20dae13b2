import { act } from "#app/(console)/acts/act";
import { runtime } from "#app/runtime/runtime";
import { ConfirmedButton } from "#components/passkey/confirmed-button";
import { Card, CardHead, Row, RowList } from "#components/ui/card";
import { listLinks } from "#lib/provisioning/sso/list-links";
import type { Viewer } from "#lib/sessions/session";

/** The person's identity providers. Renders nothing without a linked provider. */
export async function SsoLinks({ viewer, person }: { viewer: Viewer; person: { id: string; name: string } }) {
  const links = await listLinks(runtime().db, { viewer, personId: person.id });
  if (links.length === 0) return null;
  const isAdmin = viewer.roles.includes("admin");
  return (
    <Card>
      <CardHead title="Single sign-on">
        Linked to one account per provider, even if their email changes. Other accounts are rejected.
      </CardHead>
      <RowList className="first:border-t">
        {links.map(({ connectionId, name }) => (
          <Row key={connectionId}>
            <span className="min-w-0 [overflow-wrap:anywhere]">{name}</span>
            {isAdmin ? (
              <ConfirmedButton
                action={act("sso/unlink")}
                fields={{ connectionId, personId: person.id }}
                buttonProps={{ size: "sm", "aria-label": `Unlink ${person.name} from ${name}` }}
              >
                Unlink…
              </ConfirmedButton>
            ) : null}
          </Row>
        ))}
      </RowList>
    </Card>
  );
}
