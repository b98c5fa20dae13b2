import { runtime } from "#app/process/runtime";
import { Alert } from "#components/ui/alert";
import type { PersonalChannel } from "#db/schema/notification-preferences";
import type { Preferences } from "#lib/notifications/preferences/preferences";
import { classLabels } from "./channels-by-class.tsx";

const requestClasses = ["critical", "financial", "routine"] as const;

/** Tells an approver about which requests no channel notifies them. */
export async function Unreached(props: { personId: string; channels: Preferences["channels"] }) {
  const { db, channels } = runtime();
  const reaching = await Promise.all(
    channels.map(async (channel) => {
      const destinations = await channel.destinationsOf(db, [props.personId]);
      return destinations.length > 0 ? [channel.id as PersonalChannel] : [];
    }),
  );
  const unreached = requestClasses.filter(
    (each) => !props.channels[each].some((channel) => reaching.flat().includes(channel)),
  );
  if (unreached.length === 0) return null;
  if (unreached.length < requestClasses.length)
    return (
      <Alert variant="warning" title="No channel reaches you for some requests">
        {unreached.map((each) => classLabels[each]).join(" · ")}. Backup approvers are notified of them right
        away instead.
      </Alert>
    );
  return (
    <Alert variant="warning" title="No channel reaches you">
      Backup approvers are notified right away instead. Turn on notifications on a device, or select another
      channel below.
    </Alert>
  );
}
