"use client";

import { useState } from "react";
import { act } from "#app/(console)/acts/act";
import { ConfirmAction } from "#components/forms/confirm-action";
import { FormMessage } from "#components/forms/form-message";
import { ConfirmDialog } from "#components/passkey/confirm-dialog";
import { useConfirmedAction } from "#components/passkey/use-confirmed-action.ts";
import { Menu, MenuButton, MenuLink } from "#components/ui/menu";
import type { PersonStatus } from "#db/schema/directory";

interface Person {
  id: string;
  name: string;
  status: PersonStatus;
  hasPasskey: boolean;
}

/** `consequences`: of a suspension, without a passkey. */
export function PersonMenu({ person, consequences }: { person: Person; consequences: string[] }) {
  const { id, name, status, hasPasskey } = person;
  const [isSuspending, setIsSuspending] = useState(false);
  if (status === "invited") return <InvitationMenu person={person} />;
  return (
    <>
      <Menu label={`Actions for ${name}`}>
        {status === "active" ? (
          <>
            <MenuLink href={`/people/${id}/recover`}>
              {hasPasskey ? "Recover access…" : "Set up a passkey…"}
            </MenuLink>
            <MenuButton onClick={() => setIsSuspending(true)}>Suspend…</MenuButton>
          </>
        ) : null}
        <MenuLink href={`/people/${id}/offboard`} isDestructive>
          Offboard…
        </MenuLink>
      </Menu>
      {status === "active" ? (
        <ConfirmAction
          action={act("people/suspend")}
          fields={{ personId: id }}
          control={{ isOpen: isSuspending, setIsOpen: setIsSuspending }}
          title={`Suspend ${name}?`}
          description="Right away:"
          consequences={consequences}
          confirm="Suspend person"
        />
      ) : null}
    </>
  );
}

function InvitationMenu({ person: { id, name } }: { person: Person }) {
  const { pending, message, send, dialog } = useConfirmedAction(act("people/deactivate"));
  function withdraw() {
    const form = new FormData();
    form.set("personId", id);
    send(form);
  }
  return (
    <>
      <Menu label={`Actions for ${name}`}>
        <MenuButton isDestructive disabled={pending} onClick={withdraw}>
          Withdraw invitation…
        </MenuButton>
      </Menu>
      <FormMessage message={message} />
      <ConfirmDialog {...dialog} />
    </>
  );
}
