import { openPage, pageTitle } from "#app/web/open-page";
import { rolesText } from "#components/people/role-names.ts";
import { Alert } from "#components/ui/alert";
import { Card, CardContent, CardHead, ContentCard, Fact, Facts } from "#components/ui/card";
import { Page } from "#components/ui/page-header";
import { listPasskeys } from "#lib/passkeys/list-passkeys";
import { Delegations } from "./delegations.tsx";
import { OwnPasskeys } from "./own-passkeys.tsx";

export const metadata = pageTitle("Profile and passkeys");

export default async function SettingsPage() {
  const { viewer, db, config, now } = await openPage();
  const passkeys = await listPasskeys(db, viewer.personId);
  return (
    <Page title="Profile and passkeys" layout="grid max-w-3xl gap-4">
      <ContentCard title="Profile">
        <Facts>
          <Fact name="Name">{viewer.name}</Fact>
          <Fact name="Email">{viewer.email}</Fact>
          <Fact name="Roles">{rolesText([...viewer.roles, ...(viewer.withheldRoles ?? [])])}</Fact>
        </Facts>
      </ContentCard>
      <Card id="passkeys">
        <CardHead title="Passkeys">
          {passkeys.length === 0
            ? "You don't have a passkey yet."
            : passkeys.length === 1
              ? "You have one passkey. Add another on a second device so you don't get locked out."
              : "You can sign in and approve with any of these. Remove ones you no longer use."}
        </CardHead>
        {passkeys.length === 0 ? (
          <FirstPasskey mayApprove={viewer.roles.includes("approver")} />
        ) : (
          <OwnPasskeys person={{ id: viewer.personId, rpId: config.rpId }} now={now} passkeys={passkeys} />
        )}
      </Card>
      {viewer.roles.includes("approver") ? (
        <Delegations
          viewer={viewer}
          person={{ id: viewer.personId, name: viewer.name }}
          mayChange
          now={now}
        />
      ) : null}
    </Page>
  );
}

/**
 * For a person signed in through an identity provider, whose session can't create a passkey: an
 * attacker with control of the provider would become an approver.
 */
function FirstPasskey({ mayApprove }: { mayApprove: boolean }) {
  return (
    <CardContent className="border-t pt-4">
      <Alert variant="warning" title="Set up a passkey">
        <p>
          {mayApprove
            ? "You can look around, but you need a passkey to approve anything. "
            : "You can look around, but you need a passkey to confirm changes. "}
          Open the one-time link from your admin in this browser. If it's missing or expired, ask an admin to
          create a new one from your page under People.
        </p>
      </Alert>
    </CardContent>
  );
}
