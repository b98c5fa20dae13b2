"use client";

import { FormMessage } from "#components/forms/form-message";
import { ConfirmDialog } from "#components/passkey/confirm-dialog";
import { useConfirmedAction } from "#components/passkey/use-confirmed-action.ts";
import { Menu, MenuButton, MenuLink } from "#components/ui/menu";
import { endAgents } from "../actions.ts";

/** The less frequent actions on an agent. */
export function AgentMenu({ agentId }: { agentId: string }) {
  const { pending, message, send, dialog } = useConfirmedAction(endAgents);
  function revoke() {
    const form = new FormData();
    form.append("agentIds", agentId);
    send(form);
  }
  return (
    <>
      <Menu label="More actions">
        <MenuLink href={`/agents/${agentId}/transfer`}>Transfer…</MenuLink>
        <MenuButton isDestructive disabled={pending} onClick={revoke}>
          Revoke agent…
        </MenuButton>
      </Menu>
      <FormMessage message={message} />
      <ConfirmDialog {...dialog} />
    </>
  );
}
