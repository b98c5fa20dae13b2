"use client";

import { useRouter } from "next/navigation";
import { type FormEvent, useState } from "react";
import { call, faultOf } from "#components/api/call.ts";
import { NameField } from "#components/forms/field";
import { RefusalAlert } from "#components/passkey/refusal-alert";
import { useCeremony } from "#components/passkey/use-ceremony.ts";
import { Button } from "#components/ui/button";
import { Dialog, DialogCancel, DialogFooter, DialogHead } from "#components/ui/dialog/dialog";
import { Icon } from "#components/ui/icon";

export function RenamePasskey({ id, name }: { id: string; name: string }) {
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
