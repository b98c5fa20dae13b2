import { runtime } from "#app/runtime/runtime";
import { counted } from "#components/text/plural.ts";
import { readWebPushStatus } from "#lib/notifications/web-push/read-status";
import type { Viewer } from "#lib/sessions/session";
import { channelLabels } from "#lib/text/labels";
import { ChannelRow } from "../channel-row.tsx";

/** Web push on the page of all channels. */
export async function WebPushRow({ viewer }: { viewer: Viewer }) {
  const { devices } = await readWebPushStatus(runtime().db, { viewer });
  return (
    <ChannelRow href="/channels/web-push" name={channelLabels.web_push} isOn={devices > 0}>
      {devices > 0 ? counted(devices, "device") : "No one has turned on notifications yet."}
    </ChannelRow>
  );
}
