import { runtime } from "#app/runtime/runtime";
import { findMailView } from "#lib/notifications/mail/mail-settings";
import type { Viewer } from "#lib/sessions/session";
import { ChannelRow } from "../channel-row.tsx";

/** Email on the page of all channels. */
export async function MailRow({ viewer }: { viewer: Viewer }) {
  const mail = await findMailView(runtime().db, { viewer });
  return (
    <ChannelRow href="/channels/mail" name="Email" isOn={mail !== undefined}>
      {mail ? `${mail.settings.host} · ${mail.settings.fromAddress}` : "Set up a mail server to send email."}
    </ChannelRow>
  );
}
