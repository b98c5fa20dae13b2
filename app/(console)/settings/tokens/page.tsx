import { openPage, pageTitle } from "#app/web/open-page";
import { CredentialCode, CredentialLine, CredentialRow, LastUse } from "#components/settings/credential-row";
import { Time } from "#components/text/time";
import { Card, CardContent, RowList } from "#components/ui/card";
import { Page } from "#components/ui/page-header";
import { listPolicyTokens, type PolicyTokenView } from "#lib/policy/tokens/issue-policy-token";
import { RevokeCredential } from "../credential-buttons.tsx";
import { IssueToken } from "./issue-token.tsx";

export const metadata = pageTitle("Policy tokens");

const lives = [
  { seconds: 900, words: "15 minutes" },
  { seconds: 3600, words: "1 hour" },
  { seconds: 14_400, words: "4 hours" },
  { seconds: 43_200, words: "12 hours" },
];

export default async function TokensPage() {
  const { viewer, db, config, now } = await openPage("admin");
  const tokens = await listPolicyTokens(db, { viewer, now });
  return (
    <Page
      title="Policy tokens"
      description={
        <>
          Use with <code>countersign policy</code> pull, diff and push to manage the policy in version
          control. Pushes go to the draft. An admin still publishes with a passkey.
        </>
      }
    >
      <Card className="max-w-3xl">
        <CardContent className="pt-4">
          <IssueToken origin={config.origin} lives={lives} />
        </CardContent>
        <RowList className="first:border-t" aria-label="Active tokens" none={null}>
          {tokens.map((token) => (
            <TokenRow key={token.id} token={token} isOwn={token.person.id === viewer.personId} now={now} />
          ))}
        </RowList>
      </Card>
    </Page>
  );
}

function TokenRow({ token, isOwn, now }: { token: PolicyTokenView; isOwn: boolean; now: Date }) {
  const revoke = (
    <RevokeCredential
      kind="policy_token"
      id={token.id}
      name={`token ${token.id}`}
      title="Revoke this token?"
      description="It stops working immediately. Drafts already pushed with it stay."
      confirm="Revoke token"
    />
  );
  return (
    <CredentialRow name={isOwn ? "You" : token.person.name} actions={revoke}>
      <CredentialLine>
        Expires <Time at={token.expiresAt} now={now} /> ·{" "}
        <LastUse at={token.lastUsedAt} now={now} used="used" never="never used" />
      </CredentialLine>
      <CredentialCode>{token.id}</CredentialCode>
    </CredentialRow>
  );
}
