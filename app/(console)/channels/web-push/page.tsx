import { act } from "#app/(console)/acts/act";
import { openPage, pageTitle } from "#app/web/open-page";
import { ConfirmedButton } from "#components/passkey/confirmed-button";
import { LastUse } from "#components/settings/credential-row";
import { Card, CardContent, CardHeader, CardTitle, Fact, Facts } from "#components/ui/card";
import { Icon } from "#components/ui/icon";
import { Page } from "#components/ui/page-header";
import { readWebPushStatus } from "#lib/notifications/web-push/list-subscriptions";
import { channelLabels } from "#lib/text/labels";
import { OnOff } from "../on-off.tsx";

export const metadata = pageTitle(channelLabels.web_push);

export default async function WebPushPage() {
  const { viewer, db, now } = await openPage("admin");
  const { people, devices, keyCreatedAt } = await readWebPushStatus(db, { viewer });
  return (
    <Page
      title={channelLabels.web_push}
      back={{ href: "/channels", label: "Channels" }}
      badges={<OnOff isOn={devices > 0} />}
      description="People turn on notifications on each device in their own settings."
    >
      <Card className="max-w-3xl">
        <CardHeader>
          <CardTitle>Devices and key</CardTitle>
          <ConfirmedButton action={act("push-key/rotate")} fields={{}}>
            <Icon name="refresh" />
            Rotate key…
          </ConfirmedButton>
        </CardHeader>
        <CardContent>
          <Facts>
            <Fact name="People">{people}</Fact>
            <Fact name="Devices">{devices}</Fact>
            <Fact name="Push key">
              <LastUse at={keyCreatedAt} now={now} used="Created" never="None" />
            </Fact>
          </Facts>
        </CardContent>
      </Card>
    </Page>
  );
}
