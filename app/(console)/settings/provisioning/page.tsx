import { openPage, pageTitle } from "#app/web/open-page";
import { CredentialCard } from "#components/settings/credential-card";
import { CredentialLine, CredentialRow, credentialState, LastUse } from "#components/settings/credential-row";
import { Time } from "#components/text/time";
import { Page } from "#components/ui/page-header";
import { listScimTokens, type ScimTokenView } from "#lib/provisioning/scim/tokens";
import { RevokeCredential, TakeResponsibility } from "../credential-buttons.tsx";

export const metadata = pageTitle("Directory sync");

export default async function ProvisioningPage() {
  const { viewer, db, config, now } = await openPage("admin");
  const tokens = await listScimTokens(db, { viewer });
  return (
    <Page title="Directory sync">
      <CredentialCard
        title="SCIM tokens"
        description={
          <>
            Your directory adds people automatically. People deactivated there are suspended here, and their
            agents are quarantined.{" "}
            <span className="mt-1.5 block">
              SCIM base URL{" "}
              <code className="font-mono text-[0.8125rem] [overflow-wrap:anywhere]">
                {config.origin}/scim/v2
              </code>
            </span>
          </>
        }
        create={{ href: "/settings/provisioning/new", label: "Create token" }}
        empty={{
          icon: "users",
          title: "No directory connected",
          description:
            "Create a token and paste it into your directory with the SCIM base URL. Until then, admins invite people manually.",
        }}
      >
        {tokens.map((token) => (
          <TokenRow key={token.id} token={token} viewerId={viewer.personId} now={now} />
        ))}
      </CredentialCard>
    </Page>
  );
}

const ends = { active: "expires", expired: "expired", revoked: "revoked" };

function TokenRow({ token, viewerId, now }: { token: ScimTokenView; viewerId: string; now: Date }) {
  const { id, name, responsibleAdmin } = token;
  const state = credentialState(token, now);
  return (
    <CredentialRow
      name={name}
      state={state}
      responsible={{ ...responsibleAdmin, took: "Created" }}
      actions={
        <>
          <TakeResponsibility kind="scim_token" {...{ id, name, responsibleAdmin, viewerId }} />
          <RevokeCredential
            kind="scim_token"
            id={id}
            name={name}
            title={`Revoke the token for ${name}?`}
            description="This directory won't be able to add or remove anyone. Current people aren't affected. This can't be undone."
            confirm="Revoke token"
          />
        </>
      }
    >
      <CredentialLine>
        <LastUse at={token.lastUsedAt} now={now} used="Last used" never="Never used" /> · {ends[state]}{" "}
        <Time at={token.revokedAt ?? token.expiresAt} now={now} />
      </CredentialLine>
    </CredentialRow>
  );
}
