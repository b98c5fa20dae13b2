"use client";

import { act } from "#app/(console)/acts/act";
import { FormMessage } from "#components/forms/form-message";
import { ConfirmDialog } from "#components/passkey/confirm-dialog";
import { useConfirmedAction } from "#components/passkey/use-confirmed-action.ts";
import { Menu, MenuButton, MenuLink } from "#components/ui/menu";

export function AgentMenu(props: { agent: { id: string; name: string }; mayTransfer: boolean }) {
  const { id, name } = props.agent;
  const { pending, message, send, dialog } = useConfirmedAction(act("agents/revoke"));
  function revoke() {
    const form = new FormData();
    form.append("agentIds", id);
    send(form);
  }
  return (
    <>
      <Menu label={`Actions for ${name}`}>
        {props.mayTransfer ? <MenuLink href={`/agents/${id}/transfer`}>Transfer…</MenuLink> : null}
        <MenuButton isDestructive disabled={pending} onClick={revoke}>
          Revoke agent…
        </MenuButton>
      </Menu>
      <FormMessage message={message} />
      <ConfirmDialog {...dialog} />
    </>
  );
}
