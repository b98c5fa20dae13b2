import { act } from "#app/(console)/acts/act";
import { runtime } from "#app/runtime/runtime";
import { ConfirmedButton } from "#components/passkey/confirmed-button";
import { PasskeyOrigin } from "#components/passkey/passkey-origin";
import { LastUse } from "#components/settings/credential-row";
import { RelativeTime } from "#components/text/relative-time";
import { Card, CardHead, Row, RowList } from "#components/ui/card";
import type { PasskeyView } from "#lib/passkeys/list-passkeys";
import { listLinks } from "#lib/provisioning/sso/account-links";
import type { Viewer } from "#lib/sessions/session";
import { loadPerson, type PersonParams, titleOf } from "../../load-person.ts";
import { ConfirmPasskey } from "./confirm-passkey.tsx";

export const generateMetadata = titleOf("Passkeys");

export default async function PersonPasskeysPage({ params }: PersonParams) {
  const { person, viewer, now } = await loadPerson((await params).id);
  return (
    <div className="grid max-w-3xl gap-4">
      <PersonPasskeys personId={person.id} passkeys={person.passkeys} viewer={viewer} now={now} />
      <SsoLinks viewer={viewer} person={person} />
    </div>
  );
}

async function SsoLinks({ viewer, person }: { viewer: Viewer; person: { id: string; name: string } }) {
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

function PersonPasskeys(props: { personId: string; passkeys: PasskeyView[]; viewer: Viewer; now: Date }) {
  const { personId, passkeys, viewer, now } = props;
  const hasConfirmed = passkeys.some(({ origin }) => !origin.isUnconfirmed);
  // The admin who enrolled the passkey cannot confirm it, and the person needs another confirmed passkey.
  const mayConfirm = ({ origin }: PasskeyView) =>
    origin.isUnconfirmed &&
    (viewer.personId === personId ? hasConfirmed : viewer.roles.includes("admin")) &&
    !origin.vouchedBy.includes(viewer.personId);
  return (
    <Card id="passkeys">
      <CardHead title="Passkeys" />
      <RowList className="first:border-t" none="No passkeys. They can't sign in or approve.">
        {passkeys.map((passkey) => (
          <Row key={passkey.id}>
            <span className="min-w-0">
              <span className="block font-medium [overflow-wrap:anywhere]">{passkey.name}</span>
              <span className="block text-[0.8125rem] text-muted-foreground">
                {passkey.synced ? "Synced" : "This device only"} · added{" "}
                <RelativeTime at={passkey.createdAt} now={now} />
              </span>
              <PasskeyOrigin origin={passkey.origin} />
              {mayConfirm(passkey) ? (
                <span className="mt-2 block">
                  <ConfirmPasskey personId={personId} credentialId={passkey.id} name={passkey.name} />
                </span>
              ) : null}
            </span>
            <span className="text-[0.8125rem] text-muted-foreground">
              <LastUse at={passkey.lastUsedAt} now={now} used="Last used" never="Never used" />
            </span>
          </Row>
        ))}
      </RowList>
    </Card>
  );
}
