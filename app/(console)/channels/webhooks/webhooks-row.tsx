import { runtime } from "#app/runtime/runtime";
import { counted } from "#components/text/plural.ts";
import { listEndpoints } from "#lib/notifications/webhooks/find-endpoint";
import type { Viewer } from "#lib/sessions/session";
import { ChannelRow } from "../channel-row.tsx";

/** Webhooks on the page of all channels. */
export async function WebhooksRow({ viewer }: { viewer: Viewer }) {
  const endpoints = await listEndpoints(runtime().db, { viewer });
  const active = endpoints.filter(({ status }) => status === "active").length;
  return (
    <ChannelRow href="/channels/webhooks" name="Webhooks" isOn={active > 0}>
      {active > 0 ? counted(active, "endpoint") : "Add an endpoint to send events to a program."}
    </ChannelRow>
  );
}
