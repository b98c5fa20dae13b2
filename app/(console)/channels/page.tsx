import type { ReactNode } from "react";
import { runtime } from "#app/runtime/runtime";
import { openPage, pageTitle } from "#app/web/open-page";
import { counted } from "#components/text/plural.ts";
import { Card, CardContent, CardHead, RowLink, RowList } from "#components/ui/card";
import { Link } from "#components/ui/link";
import { Page } from "#components/ui/page-header";
import { channelsWithDetails, findDetailChannels } from "#lib/notifications/channels/detail-channels";
import { floodBounds } from "#lib/notifications/channels/flood-limit";
import { listSettings } from "#lib/notifications/chat/find-settings";
import { findMailView } from "#lib/notifications/mail/mail-settings";
import { readWebPushStatus } from "#lib/notifications/web-push/list-subscriptions";
import { listEndpoints } from "#lib/notifications/webhooks/find-endpoint";
import type { Viewer } from "#lib/sessions/session";
import { channelLabels } from "#lib/text/labels";
import { findFloodLimit } from "#lib/workspace/find-workspace";
import { chatNames } from "./chat/chat-words.ts";
import { DetailsForm } from "./details-form.tsx";
import { FloodForm } from "./flood-form.tsx";
import { OnOff } from "./on-off.tsx";

export const metadata = pageTitle("Channels");

export default async function ChannelsPage() {
  const { viewer, db } = await openPage("admin");
  const [withDetails, { floodRequests, floodMinutes }] = await Promise.all([
    findDetailChannels(db),
    findFloodLimit(db),
  ]);
  return (
    <Page
      title="Channels"
      description="Where Countersign sends notifications. Decisions are made in Countersign only."
    >
      <Card className="max-w-3xl">
        <ChannelRows viewer={viewer} />
      </Card>
      <Card className="mt-4 max-w-3xl" id="details">
        <CardHead title="Message content">
          Messages name the agent and the deadline. Select where they also name the action and the amount.
        </CardHead>
        <CardContent>
          <DetailsForm
            channels={channelsWithDetails.map((id) => ({
              ...{ id, label: channelLabels[id], isOn: withDetails.includes(id) },
            }))}
          />
        </CardContent>
      </Card>
      <Card className="mt-4 max-w-3xl" id="floods">
        <CardHead title="Group requests">
          More than this from one agent become one card and one notification.
        </CardHead>
        <CardContent>
          <FloodForm requests={floodRequests} minutes={floodMinutes} bounds={floodBounds} />
        </CardContent>
      </Card>
      <p className="mt-4">
        <Link
          href="/channels/failed"
          className="inline-flex min-h-11 fine:min-h-8 items-center text-link underline underline-offset-3"
        >
          View failed deliveries
        </Link>
      </p>
    </Page>
  );
}

async function ChannelRows({ viewer }: { viewer: Viewer }) {
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
