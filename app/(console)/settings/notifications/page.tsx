import { runtime } from "#app/runtime/runtime";
import { openPage, pageTitle } from "#app/web/open-page";
import { LoadTable } from "#components/coverage/load-table";
import { InstallCard } from "#components/device/install-card";
import { qrPath } from "#components/device/qr-path.ts";
import { Devices } from "#components/push/devices";
import { Alert } from "#components/ui/alert";
import { Card, CardContent, CardHead, ContentCard } from "#components/ui/card";
import { Page } from "#components/ui/page-header";
import type { PersonalChannel } from "#db/schema/notifications";
import { readOwnLoad } from "#lib/coverage/read-load";
import { budgetBounds, findPreferences, type Preferences } from "#lib/notifications/channels/preferences";
import { isSlackConfigured } from "#lib/notifications/chat/find-settings";
import { findMailReceiver } from "#lib/notifications/mail/mail-settings";
import { listSubscriptions } from "#lib/notifications/web-push/list-subscriptions";
import type { Viewer } from "#lib/sessions/session";
import { classLabels } from "./channels-by-class.tsx";
import { PreferencesForm } from "./preferences-form.tsx";

export const metadata = pageTitle("Notifications");

export default async function NotificationsPage() {
  const { viewer, db, config, channels, now } = await openPage();
  const preferences = await findPreferences(db, viewer.personId);
  const isOn = { slack: await isSlackConfigured(db), mail: (await findMailReceiver(db)) !== undefined };
  const available = channels
    .map(({ id }) => id)
    .filter((id) => !(id in isOn) || isOn[id as keyof typeof isOn]);
  const devices = await listSubscriptions(db, viewer.personId);
  return (
    <Page title="Notifications" layout="grid max-w-3xl gap-4">
      {viewer.roles.includes("approver") ? (
        <Unreached personId={viewer.personId} channels={preferences.channels} available={available} />
      ) : null}
      <Devices devices={devices} now={now} />
      <Card id="preferences">
        <CardHead title="When and where">
          Notifications name the agent and the deadline. You always approve in Countersign, with your passkey.
        </CardHead>
        <CardContent>
          <PreferencesForm preferences={preferences} channels={available} budgetBounds={budgetBounds} />
        </CardContent>
      </Card>
      {viewer.roles.includes("approver") ? <OwnLoad viewer={viewer} now={now} /> : null}
      <InstallCard code={qrPath(`${config.origin}/settings/notifications`)} />
    </Page>
  );
}

const loadDays = [7, 30] as const;

/** What the viewer alone sees: no page shows another person's. */
async function OwnLoad({ viewer, now }: { viewer: Viewer; now: Date }) {
  const { db } = runtime();
  const columns = await Promise.all(
    loadDays.map(async (days) => ({
      label: `${days} days`,
      load: await readOwnLoad(db, { viewer, days, now }),
    })),
  );
  return (
    <ContentCard title="How often you're asked" about="Only you see these numbers.">
      <LoadTable caption="How often you're asked" columns={columns} missing="None" />
    </ContentCard>
  );
}

const requestClasses = ["critical", "financial", "routine"] as const;

const silentWords: Record<PersonalChannel, string> = {
  web_push: "Push is selected, but no device gets your notifications. Turn one on below.",
  mail: "Email is selected, but can't be delivered to you. Ask an admin to set up email.",
  slack: "Slack is selected, but can't be delivered to you. Ask an admin to set up Slack.",
};

async function Unreached(props: {
  personId: string;
  channels: Preferences["channels"];
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
