import { openPage, pageTitle } from "#app/web/open-page";
import { Card, CardContent, CardHead } from "#components/ui/card";
import { Link } from "#components/ui/link";
import { PageHeader } from "#components/ui/page-header";
import { channelsWithDetails, findDetailChannels } from "#lib/notifications/channels/detail-channels";
import { floodBounds } from "#lib/notifications/channels/flood-limit";
import { channelLabels } from "#lib/text/labels";
import { findFloodLimit } from "#lib/workspace/find-workspace";
import { ChannelRows } from "./channel-rows.tsx";
import { DetailsForm } from "./details-form.tsx";
import { FloodForm } from "./flood-form.tsx";

export const metadata = pageTitle("Channels");

export default async function ChannelsPage() {
  const { viewer, db } = await openPage("admin");
  const [withDetails, { floodRequests, floodMinutes }] = await Promise.all([
    findDetailChannels(db),
    findFloodLimit(db),
  ]);
  return (
    <>
      <PageHeader
        title="Channels"
        description="Where Countersign sends notifications. Decisions are made in Countersign only."
      />
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
    </>
  );
}
