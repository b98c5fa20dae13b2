import { runtime } from "#app/runtime/runtime";
import { Alert } from "#components/ui/alert";
import type { PersonalChannel } from "#db/schema/notifications";
import type { Preferences } from "#lib/notifications/channels/preferences";
import { classLabels } from "./channels-by-class.tsx";

const requestClasses = ["critical", "financial", "routine"] as const;

/** The reason for a selected but silent channel, with a remedy. */
const silentWords: Record<PersonalChannel, string> = {
  web_push: "Push is selected, but no device gets your notifications. Turn one on below.",
  mail: "Email is selected, but can't be delivered to you. Ask an admin to set up email.",
  slack: "Slack is selected, but can't be delivered to you. Ask an admin to set up Slack.",
};

/** Warns an approver about classes of requests without a notification. */
export async function Unreached(props: {
  personId: string;
  channels: Preferences["channels"];
  /** The channels that the page offers. */
  available: readonly string[];
}) {
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
  const ticked = requestClasses.flatMap((each) => props.channels[each]);
  const silent = [...new Set(ticked)].filter(
    (channel) => props.available.includes(channel) && !reaching.flat().includes(channel),
  );
  const isAll = unreached.length === requestClasses.length;
  return (
    <Alert
      variant="warning"
      title={isAll ? "No channel reaches you" : "No channel reaches you for some requests"}
    >
      <ul className="grid gap-1">
        {isAll ? null : <li>{unreached.map((each) => classLabels[each]).join(" · ")}.</li>}
        {silent.map((channel) => (
          <li key={channel}>{silentWords[channel]}</li>
        ))}
        {silent.length === 0 ? <li>Select a channel below.</li> : null}
        <li>Until then, backup approvers are notified right away.</li>
      </ul>
    </Alert>
  );
}
