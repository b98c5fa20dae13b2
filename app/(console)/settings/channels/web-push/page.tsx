import type { Metadata } from "next";
import { runtime } from "#app/process/runtime";
import { requireViewer } from "#app/web/session/viewer";
import { ConfirmedButton } from "#components/passkey/confirmed-button";
import { RelativeTime } from "#components/text/relative-time";
import { Card, CardContent, CardDescription, CardHeader, CardTitle } from "#components/ui/card";
import { Fact, Facts } from "#components/ui/facts";
import { Icon } from "#components/ui/icon";
import { readWebPushStatus } from "#lib/notifications/web-push/read-status";
import { SettingsHeader } from "../../settings-header.tsx";
import { rotatePushKey } from "./actions.ts";

export const metadata: Metadata = { title: "Web push" };

export default async function WebPushPage() {
  await requireViewer("admin");
  const { db, clock } = runtime();
  const { people, devices, keyCreatedAt } = await readWebPushStatus(db);
  return (
    <>
      <SettingsHeader isAdmin />
      <Card className="max-w-3xl">
        <CardHeader>
          <div className="grid gap-1">
            <CardTitle>Web push</CardTitle>
            <CardDescription>
              People turn on notifications on each device in their own settings.
            </CardDescription>
          </div>
          <ConfirmedButton action={rotatePushKey} fields={{}} buttonProps={{ variant: "outline" }}>
            <Icon name="refresh" />
            Rotate key
          </ConfirmedButton>
        </CardHeader>
        <CardContent>
          <Facts>
            <Fact name="People">{people}</Fact>
            <Fact name="Devices">{devices}</Fact>
            <Fact name="Push key">
              {keyCreatedAt ? (
                <>
                  Created <RelativeTime at={keyCreatedAt} now={clock()} />
                </>
              ) : (
                "None"
              )}
            </Fact>
          </Facts>
        </CardContent>
      </Card>
    </>
  );
}
