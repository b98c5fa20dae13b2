import { runtime } from "#app/runtime/runtime";
import { listSettings } from "#lib/notifications/chat/find-settings";
import type { Viewer } from "#lib/sessions/session";
import { ChannelRow } from "../channel-row.tsx";
import { chatNames } from "./chat-words.ts";

/** Slack and Teams on the page of all channels. */
export async function ChatRow({ viewer }: { viewer: Viewer }) {
  const kinds = [...(await listSettings(runtime().db, { viewer })).keys()];
  return (
    <ChannelRow href="/channels/chat" name="Slack and Teams" isOn={kinds.length > 0}>
      {kinds.length > 0
        ? kinds.map((kind) => chatNames[kind]).join(" · ")
        : "Send direct messages, or post to a channel."}
    </ChannelRow>
  );
}
