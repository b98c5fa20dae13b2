import { AcceptedPasskeys } from "#components/passkey/accepted-passkeys";
import { AddOnPhone } from "#components/passkey/add-on-phone";
import { PasskeyOrigin } from "#components/passkey/passkey-origin";
import { LastUse } from "#components/settings/credential-row";
import { RelativeTime } from "#components/text/relative-time";
import { CardContent, Row, RowList } from "#components/ui/card";
import { Icon } from "#components/ui/icon";
import type { PasskeyView } from "#lib/passkeys/list-passkeys";
import { ConfirmPasskey } from "../people/[id]/(tabs)/passkeys/confirm-passkey.tsx";
import { AddPasskey } from "./add-passkey.tsx";
import { RemovePasskey } from "./remove-passkey.tsx";
import { RenamePasskey } from "./rename-passkey.tsx";

export function OwnPasskeys(props: {
  person: { id: string; rpId: string };
  passkeys: PasskeyView[];
  now: Date;
}) {
  const { passkeys, now } = props;
  const tied = passkeys.filter(({ origin }) => origin.isUnconfirmed && !origin.isFounding);
  const hasConfirmed = passkeys.some(({ origin }) => !origin.isUnconfirmed);
  return (
    <>
      <AcceptedPasskeys person={props.person} credentialIds={passkeys.map(({ id }) => id)} />
      <RowList className="first:border-t">
        {passkeys.map((passkey) => (
          <Row key={passkey.id}>
            <span className="flex min-w-0 items-start gap-3">
              <Icon name="key" className="mt-0.5 size-4 shrink-0 text-muted-foreground" />
              <span className="min-w-0">
                <span className="block font-medium [overflow-wrap:anywhere]">{passkey.name}</span>
                <span className="block text-[0.8125rem] text-muted-foreground">
                  {passkey.synced ? "Synced" : "This device only"} · added{" "}
                  <RelativeTime at={passkey.createdAt} now={now} /> ·{" "}
                  <LastUse at={passkey.lastUsedAt} now={now} used="used" never="never used" />
                </span>
                <PasskeyOrigin origin={passkey.origin} />
                {passkey.origin.isUnconfirmed && hasConfirmed ? (
                  <span className="mt-2 block">
                    <ConfirmPasskey
                      personId={props.person.id}
                      credentialId={passkey.id}
                      name={passkey.name}
                    />
                  </span>
                ) : null}
              </span>
            </span>
            <span className="flex gap-1.5 max-sm:pl-7">
              <RenamePasskey id={passkey.id} name={passkey.name} />
              <RemovePasskey id={passkey.id} name={passkey.name} isLast={passkeys.length === 1} />
            </span>
          </Row>
        ))}
      </RowList>
      <CardContent className="grid gap-3 border-t pt-4">
        {tied.length > 0 ? <WhyConfirm /> : null}
        <div className="flex flex-wrap gap-2">
          <AddPasskey />
          <AddOnPhone />
        </div>
      </CardContent>
    </>
  );
}

function WhyConfirm() {
  return (
    <p className="text-muted-foreground">
      This passkey came from an admin's link, so its approvals and that admin's count as one. Ask another
      admin to confirm it on your page under People. If you don't recognize a passkey, remove it and tell that
      admin.
    </p>
  );
}
