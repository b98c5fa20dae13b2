import { act } from "#app/(console)/acts/act";
import { openPage, pageTitle } from "#app/web/open-page";
import { ConfirmedButton } from "#components/passkey/confirmed-button";
import { RelativeTime } from "#components/text/relative-time";
import { Time } from "#components/text/time";
import { Badge } from "#components/ui/badge";
import { Card, ContentCard, Row, RowList } from "#components/ui/card";
import { CodeBlock } from "#components/ui/code-block";
import { Icon } from "#components/ui/icon";
import { PageHeader } from "#components/ui/page-header";
import { listSigningKeys } from "#lib/crypto/signing-key";

export const metadata = pageTitle("Signing keys");

export default async function SigningKeysPage() {
  const { db, config, now } = await openPage("admin");
  const keys = await listSigningKeys(db);
  return (
    <>
      <PageHeader
        title="Signing keys"
        description="Countersign signs every grant with the current key. Retired keys stay published for 30 days so that grants and receipts can be verified."
      >
        <ConfirmedButton action={act("signing-key/rotate")} fields={{}}>
          <Icon name="refresh" />
          Rotate key…
        </ConfirmedButton>
      </PageHeader>
      <div className="grid max-w-3xl gap-4">
        <Card>
          <RowList>
            {keys.map((key) => (
              <Row key={key.kid}>
                <span className="min-w-0">
                  <code className="block font-mono text-[0.8125rem] [overflow-wrap:anywhere]">{key.kid}</code>
                  <span className="block text-[0.8125rem] text-muted-foreground">
                    Ed25519 · created <Time at={key.createdAt} now={now} />
                  </span>
                </span>
                {key.retiredAt ? (
                  <span className="text-[0.8125rem] text-muted-foreground">
                    Retired <RelativeTime at={key.retiredAt} now={now} />
                  </span>
                ) : (
                  <Badge variant="success">Current</Badge>
                )}
              </Row>
            ))}
          </RowList>
        </Card>
        <ContentCard title="Public keys (JWKS)" about="Use this URL to verify grants and receipts.">
          <CodeBlock label="JWKS" text={`${config.origin}/.well-known/jwks.json`} />
        </ContentCard>
      </div>
    </>
  );
}
