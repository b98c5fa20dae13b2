"use client";

import { useRouter } from "next/navigation";
import { type FormEvent, useState } from "react";
import { call, faultOf } from "#components/api/call.ts";
import { NameField } from "#components/forms/field";
import { PasskeyOrigin } from "#components/passkey/passkey-origin";
import { RefusalAlert } from "#components/passkey/refusal-alert";
import { useAcceptedPasskeys } from "#components/passkey/use-accepted-passkeys.ts";
import { useCeremony } from "#components/passkey/use-ceremony.ts";
import { LastUse } from "#components/settings/credential-row";
import { RelativeTime } from "#components/text/relative-time";
import { Button } from "#components/ui/button";
import { CardContent, Row, RowList } from "#components/ui/card";
import { Dialog, DialogCancel, DialogFooter, DialogHead } from "#components/ui/dialog/dialog";
import { Icon } from "#components/ui/icon";
import type { PasskeyView } from "#lib/passkeys/list-passkeys";
import { ConfirmPasskey } from "../people/[id]/(tabs)/passkeys/confirm-passkey.tsx";
import { AddPasskey } from "./add-passkey.tsx";
import { RemovePasskey } from "./remove-passkey.tsx";

export function OwnPasskeys(props: {
  person: { id: string; rpId: string };
  passkeys: PasskeyView[];
  now: Date;
}) {
  const { passkeys, now } = props;
  const tied = passkeys.filter(({ origin }) => origin.isUnconfirmed && !origin.isFounding);
  const hasConfirmed = passkeys.some(({ origin }) => !origin.isUnconfirmed);
  useAcceptedPasskeys(
    props.person,
    passkeys.map((passkey) => passkey.id),
  );
  return (
    <>
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
        <AddPasskey />
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

function RenamePasskey({ id, name }: { id: string; name: string }) {
  const router = useRouter();
  const { busy, refusal, run } = useCeremony();
  const [open, setOpen] = useState(false);

  async function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const wanted = String(new FormData(event.currentTarget).get("name"));
    const renamed = await run(() => call("PATCH", `/api/passkeys/${id}`, { name: wanted }));
    if (!renamed) return;
    setOpen(false);
    router.refresh();
  }

  return (
    <Dialog
      open={open}
      onOpenChange={setOpen}
      trigger={
        <Button variant="ghost" size="sm" aria-label={`Rename ${name}`}>
          <Icon name="pencil" />
          Rename
        </Button>
      }
    >
      <DialogHead title="Rename passkey">Use a name that identifies the device or key.</DialogHead>
      <form onSubmit={submit}>
        <div className="grid gap-4">
          <NameField defaultValue={name} error={faultOf(refusal, "/name")} />
          <RefusalAlert refusal={refusal} />
        </div>
        <DialogFooter>
          <DialogCancel />
          <Button type="submit" disabled={busy}>
            Save
          </Button>
        </DialogFooter>
      </form>
    </Dialog>
  );
}
