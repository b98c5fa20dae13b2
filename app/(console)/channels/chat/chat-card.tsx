import type { ReactNode } from "react";
import { runtime } from "#app/runtime/runtime";
import { Time } from "#components/text/time";
import { ContentCard } from "#components/ui/card";
import type { ChatKind } from "#db/schema/chat";
import { findLastMessage, type SettingView } from "#lib/notifications/chat/find-settings";
import type { Viewer } from "#lib/sessions/session";
import { deliveryStateLabels } from "#lib/text/labels";
import { OnOff } from "../on-off.tsx";
import { ChatForm, TestAndRemove } from "./chat-form.tsx";
import { chatNames } from "./chat-words.ts";

interface Words {
  description: string;
  label: string;
  placeholder: string;
  sentTo: string;
  steps: ReactNode[];
}

const slackApps = (
  <a
    href="https://api.slack.com/apps"
    target="_blank"
    rel="noreferrer"
    className="text-link underline underline-offset-3"
  >
    api.slack.com/apps
  </a>
);

const words: Record<ChatKind, Words> = {
  slack_bot: {
    description: "Sends direct messages, and updates them when a request is decided.",
    label: "Bot token",
    placeholder: "xoxb-…",
    sentTo: "your direct messages",
    steps: [
      <>Create an app from scratch at {slackApps}.</>,
      "In OAuth & Permissions, add the bot token scopes chat:write, im:write, users:read and users:read.email.",
      "Install the app and copy its bot token.",
    ],
  },
  slack_webhook: {
    description: "Posts new and ended requests to one Slack channel.",
    label: "Webhook URL",
    placeholder: "https://hooks.slack.com/services/…",
    sentTo: "the channel",
    steps: [
      <>Turn on Incoming Webhooks in your app at {slackApps}.</>,
      "Add a webhook for a channel and copy its URL.",
    ],
  },
  teams_webhook: {
    description: "Posts new and ended requests to one Teams channel.",
    label: "Webhook URL",
    placeholder: "https://….logic.azure.com/workflows/…",
    sentTo: "the channel",
    steps: [
      "Open the channel's menu in Teams and select Workflows.",
      "Use the template that posts to a channel when a webhook request is received.",
      "Copy the workflow's URL.",
    ],
  },
};

export function ChatCard(props: {
  kind: ChatKind;
  setting: SettingView | undefined;
  viewer: Viewer;
  now: Date;
}) {
  const { kind, setting, viewer, now } = props;
  const { description, label, placeholder, sentTo, steps } = words[kind];
  const name = chatNames[kind];
  return (
    <ContentCard
      id={kind}
      isOneBlock
      titleClassName="flex flex-wrap items-center gap-2"
      title={
        <>
          {name}
          <OnOff isOn={setting !== undefined} />
        </>
      }
      about={description}
      layout="grid gap-4"
    >
      {setting ? (
        <>
          <p className="[overflow-wrap:anywhere]">
            {setting.host} · ends with <code>{setting.endsWith}</code> · saved by {setting.changedBy}{" "}
            <Time at={setting.changedAt} now={now} />
          </p>
          <TestAndRemove kind={kind} name={name} sentTo={sentTo} />
          <LastMessage viewer={viewer} kind={kind} id={setting.id} now={now} />
        </>
      ) : (
        <ol className="grid list-decimal gap-1 pl-5">
          {steps.map((step, n) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: the steps never change
            <li key={n}>{step}</li>
          ))}
        </ol>
      )}
      <ChatForm kind={kind} name={name} label={label} placeholder={placeholder} />
    </ContentCard>
  );
}

/** The outcome of the last message, such as a test. */
async function LastMessage(of: Parameters<typeof findLastMessage>[1]) {
  const last = await findLastMessage(runtime().db, of);
  if (!last) return null;
  return (
    <p className="text-[0.8125rem] text-muted-foreground">
      Last message · {deliveryStateLabels[last.state]} ·{" "}
      <Time at={last.closedAt ?? last.createdAt} now={of.now} />
      {last.error ? <span className="block">{last.error}</span> : null}
    </p>
  );
}
