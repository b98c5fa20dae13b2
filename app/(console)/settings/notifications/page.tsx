import { openPage, pageTitle } from "#app/web/open-page";
import { InstallCard } from "#components/device/install-card";
import { Devices } from "#components/push/devices";
import { Card, CardContent, CardHead } from "#components/ui/card";
import { PageHeader } from "#components/ui/page-header";
import { findPreferences } from "#lib/notifications/channels/preferences";
import { isSlackConfigured } from "#lib/notifications/chat/find-settings";
import { findMailReceiver } from "#lib/notifications/mail/mail-settings";
import { listSubscriptions } from "#lib/notifications/web-push/list-subscriptions";
import { PreferencesForm } from "./preferences-form.tsx";
import { Unreached } from "./unreached.tsx";

export const metadata = pageTitle("Notifications");

export default async function NotificationsPage() {
  const { viewer, db, channels, now } = await openPage();
  const preferences = await findPreferences(db, viewer.personId);
  const isOn = { slack: await isSlackConfigured(db), mail: (await findMailReceiver(db)) !== undefined };
  const available = channels
    .map(({ id }) => id)
    .filter((id) => !(id in isOn) || isOn[id as keyof typeof isOn]);
  const devices = await listSubscriptions(db, viewer.personId);
  return (
    <>
      <PageHeader title="Notifications" />
      <div className="grid max-w-3xl gap-4">
        {viewer.roles.includes("approver") ? (
          <Unreached personId={viewer.personId} channels={preferences.channels} available={available} />
        ) : null}
        <Devices devices={devices} now={now} />
        <Card id="preferences">
          <CardHead title="When and where">
            Notifications name the agent and the deadline. You always approve in Countersign, with your
            passkey.
          </CardHead>
          <CardContent>
            <PreferencesForm preferences={preferences} channels={available} />
          </CardContent>
        </Card>
        <InstallCard />
      </div>
    </>
  );
}
