import type { ReactNode } from "react";
import { runtime } from "#app/runtime/runtime";
import { counted } from "#components/text/plural.ts";
import { RowLink, RowList } from "#components/ui/card";
import { listSettings } from "#lib/notifications/chat/find-settings";
import { findMailView } from "#lib/notifications/mail/mail-settings";
import { readWebPushStatus } from "#lib/notifications/web-push/read-status";
import { listEndpoints } from "#lib/notifications/webhooks/find-endpoint";
import type { Viewer } from "#lib/sessions/session";
import { channelLabels } from "#lib/text/labels";
import { chatNames } from "./chat/chat-words.ts";
import { OnOff } from "./on-off.tsx";

/** The channels, on or off, with destinations. */
export async function ChannelRows({ viewer }: { viewer: Viewer }) {
  const { db } = runtime();
  const [{ devices }, mail, chat, endpoints] = await Promise.all([
    readWebPushStatus(db, { viewer }),
    findMailView(db, { viewer }),
    listSettings(db, { viewer }),
    listEndpoints(db, { viewer }),
  ]);
  const active = endpoints.filter(({ status }) => status === "active").length;
  return (
    <RowList>
      <ChannelRow href="/channels/web-push" name={channelLabels.web_push} isOn={devices > 0}>
        {devices > 0 ? counted(devices, "device") : "No one has turned on notifications yet."}
      </ChannelRow>
      <ChannelRow href="/channels/mail" name="Email" isOn={mail !== undefined}>
        {mail
          ? `${mail.settings.host} · ${mail.settings.fromAddress}`
          : "Set up a mail server to send email."}
      </ChannelRow>
      <ChannelRow href="/channels/chat" name="Slack and Teams" isOn={chat.size > 0}>
        {chat.size > 0
          ? [...chat.keys()].map((kind) => chatNames[kind]).join(" · ")
          : "Send direct messages, or post to a channel."}
      </ChannelRow>
      <ChannelRow href="/channels/webhooks" name="Webhooks" isOn={active > 0}>
        {active > 0 ? counted(active, "endpoint") : "Add an endpoint to send events to a program."}
      </ChannelRow>
    </RowList>
  );
}

function ChannelRow(props: { href: string; name: string; isOn: boolean; children: ReactNode }) {
  return (
    <RowLink href={props.href} className="grid gap-0.5">
      <span className="flex flex-wrap items-center gap-2 font-medium">
        {props.name}
        <OnOff isOn={props.isOn} />
      </span>
      <span className="text-[0.8125rem] text-muted-foreground [overflow-wrap:anywhere]">
        {props.children}
      </span>
    </RowLink>
  );
}
