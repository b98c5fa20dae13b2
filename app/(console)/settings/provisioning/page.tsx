import { Plus, UsersRound } from "lucide-react";
import type { Metadata } from "next";
import { runtime } from "#app/process/runtime";
import { requireViewer } from "#app/web/session/viewer";
import { Time } from "#components/text/time";
import { Badge } from "#components/ui/badge";
import { Button } from "#components/ui/button";
import { Card, CardDescription, CardHeader, CardTitle } from "#components/ui/card";
import { EmptyState } from "#components/ui/empty-state";
import { Link } from "#components/ui/link";
import { Row, RowList } from "#components/ui/row-list";
import { listScimTokens, type ScimTokenView } from "#lib/provisioning/scim/tokens/list-tokens";
import { NoResponsibleAdmin, ResponsibleAdminLine } from "../responsible-admin.tsx";
import { SettingsHeader } from "../settings-header.tsx";
import { RevokeToken } from "./revoke-token.tsx";
import { TakeResponsibilityForToken } from "./take-responsibility.tsx";

export const metadata: Metadata = { title: "Directory sync" };

export default async function ProvisioningPage() {
  const viewer = await requireViewer("admin");
  const { db, clock, config } = runtime();
  const now = clock();
  const tokens = await listScimTokens(db, { viewer });
  return (
    <>
      <SettingsHeader isAdmin />
      <Card className="max-w-3xl">
        <CardHeader>
          <div className="grid gap-1">
            <CardTitle>Directory sync (SCIM)</CardTitle>
            <CardDescription>
              Add and remove people automatically from Okta, Entra or another directory. People deactivated
              there are suspended here and their agents quarantined. SCIM base URL:{" "}
              <code className="font-mono text-[0.8125rem] [overflow-wrap:anywhere]">
                {config.origin}/scim/v2
              </code>
            </CardDescription>
          </div>
          {tokens.length > 0 ? <IssueToken /> : null}
        </CardHeader>
        {tokens.length === 0 ? (
          <EmptyState
            icon={UsersRound}
            title="No directory connected"
            description="Create a token and paste it into your directory with the SCIM base URL. Until then, admins invite people manually."
            className="border-t"
          >
            <IssueToken />
          </EmptyState>
        ) : (
          <RowList className="first:border-t">
            {tokens.map((token) => (
              <TokenRow key={token.id} token={token} viewerId={viewer.personId} now={now} />
            ))}
          </RowList>
        )}
      </Card>
    </>
  );
}

function IssueToken() {
  return (
    <Button asChild variant="outline">
      <Link href="/settings/provisioning/new">
        <Plus aria-hidden />
        Create token
      </Link>
    </Button>
  );
}

function TokenRow({ token, viewerId, now }: { token: ScimTokenView; viewerId: string; now: Date }) {
  const isUsable = token.revokedAt === null && token.expiresAt > now;
  return (
    <Row>
      <span className="grid min-w-0 gap-0.5">
        <span className="flex flex-wrap items-center gap-2 font-medium">
          <span className="[overflow-wrap:anywhere]">{token.name}</span>
          {token.revokedAt ? (
            <Badge>Revoked</Badge>
          ) : isUsable ? (
            <Badge variant="success">Active</Badge>
          ) : (
            <Badge variant="warning">Expired</Badge>
          )}
          {isUsable ? <NoResponsibleAdmin by={token.answeredBy} /> : null}
        </span>
        <span className="text-[0.8125rem] text-muted-foreground">
          {token.lastUsedAt ? (
            <>
              Last used <Time at={token.lastUsedAt} now={now} />
            </>
          ) : (
            "Never used"
          )}{" "}
          · {token.revokedAt ? "revoked " : isUsable ? "expires " : "expired "}
          <Time at={token.revokedAt ?? token.expiresAt} now={now} show="both" />
        </span>
        {isUsable ? <ResponsibleAdminLine by={token.answeredBy} took="Created" /> : null}
      </span>
      {isUsable ? (
        <span className="flex flex-wrap items-start gap-2">
          {token.answeredBy.id === viewerId ? null : (
            <TakeResponsibilityForToken tokenId={token.id} name={token.name} />
          )}
          <RevokeToken tokenId={token.id} name={token.name} />
        </span>
      ) : null}
    </Row>
  );
}
