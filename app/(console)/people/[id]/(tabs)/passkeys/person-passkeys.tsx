import { PasskeyOrigin } from "#components/passkey/passkey-origin";
import { RelativeTime } from "#components/text/relative-time";
import { Card, CardHead, Row, RowList } from "#components/ui/card";
import type { PasskeyView } from "#lib/passkeys/list-passkeys";
import type { Viewer } from "#lib/sessions/session";
import { ConfirmPasskey } from "./confirm-passkey.tsx";

export function PersonPasskeys(props: {
  personId: string;
  passkeys: PasskeyView[];
  viewer: Viewer;
  now: Date;
}) {
  const { personId, passkeys, viewer, now } = props;
  const hasConfirmed = passkeys.some(({ origin }) => !origin.isUnconfirmed);
  // The admin who enrolled the passkey cannot confirm it. The person needs another confirmed
  // passkey.
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
              {passkey.lastUsedAt ? (
                <>
                  Last used <RelativeTime at={passkey.lastUsedAt} now={now} />
                </>
              ) : (
                "Never used"
              )}
            </span>
          </Row>
        ))}
      </RowList>
    </Card>
  );
}
