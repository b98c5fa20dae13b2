import { Checkbox } from "#components/forms/checkbox";
import type { NotificationClass, PersonalChannel } from "#db/schema/notifications";
import { channelLabels } from "#lib/text/labels";

export const classLabels: Record<NotificationClass, string> = {
  critical: "Production, Destructive, Unclassified",
  financial: "Financial",
  routine: "Read-only and Write",
  account: "Account and workspace",
};
const { web_push, mail, slack } = channelLabels;
const labels: Record<PersonalChannel, string> = { web_push, mail, slack };

/** Checkboxes by channel and class. Hidden channels keep the saved value. */
export function ChannelsByClass(props: {
  chosen: Record<NotificationClass, PersonalChannel[]>;
  channels: string[];
}) {
  const shown = (Object.keys(labels) as PersonalChannel[]).filter((id) => props.channels.includes(id));
  const hidden = (Object.keys(labels) as PersonalChannel[]).filter((id) => !shown.includes(id));
  return (
    <div className="grid gap-4">
      {(Object.keys(classLabels) as NotificationClass[]).map((notificationClass) => (
        <fieldset key={notificationClass}>
          <legend className="mb-2 font-semibold text-sm">{classLabels[notificationClass]}</legend>
          <div className="grid gap-2 sm:grid-cols-3">
            {shown.map((channel) => (
              <Checkbox
                key={channel}
                name={`channels.${notificationClass}`}
                value={channel}
                label={labels[channel]}
                defaultChecked={props.chosen[notificationClass].includes(channel)}
              />
            ))}
          </div>
          {hidden
            .filter((channel) => props.chosen[notificationClass].includes(channel))
            .map((channel) => (
              <input key={channel} type="hidden" name={`channels.${notificationClass}`} value={channel} />
            ))}
        </fieldset>
      ))}
    </div>
  );
}
