import { act } from "#app/(console)/acts/act";
import { runtime } from "#app/runtime/runtime";
import { openPage, pageTitle } from "#app/web/open-page";
import { ConfirmedButton } from "#components/passkey/confirmed-button";
import { Time } from "#components/text/time";
import { Card, CardContent, CardHead, ContentCard } from "#components/ui/card";
import { Page } from "#components/ui/page-header";
import { findMailView, type MailView } from "#lib/notifications/mail/mail-settings";
import { mayBePlain } from "#lib/notifications/mail/settings-fields";
import { personNames } from "#lib/people/person-names";
import { ProposedChanges } from "../../proposed-changes.tsx";
import { OnOff } from "../on-off.tsx";
import { MailForm } from "./mail-form.tsx";
import { SendTest } from "./send-test.tsx";

export const metadata = pageTitle("Email");

export default async function MailPage() {
  const { viewer, db, config, now } = await openPage("admin");
  const mail = await findMailView(db, { viewer });
  return (
    <Page
      title="Email"
      back={{ href: "/channels", label: "Channels" }}
      badges={<OnOff isOn={mail !== undefined} />}
      description="Sends notifications through your mail server. Links in emails only open a page."
      layout="grid max-w-3xl gap-4"
    >
      <ProposedChanges viewer={viewer} about={["mail.change"]} now={now} />
      <Card>
        <CardHead isOneBlock title="Mail server">
          {mail ? <LastChange mail={mail} now={now} /> : "You'll confirm with your passkey."}
        </CardHead>
        <CardContent>
          <MailForm values={mail?.settings} mayBePlain={mayBePlain("localhost", config)} />
        </CardContent>
      </Card>
      {mail ? <TestAndRemove email={viewer.email} /> : null}
    </Page>
  );
}

async function LastChange({ mail, now }: { mail: MailView; now: Date }) {
  const names = await personNames(runtime().db, [mail.changedBy]);
  return (
    <>
      Changed by {names.get(mail.changedBy) ?? mail.changedBy} <Time at={mail.changedAt} now={now} />
    </>
  );
}

function TestAndRemove({ email }: { email: string }) {
  return (
    <>
      <ContentCard isOneBlock title="Test" about={<>Sends one email to {email}.</>}>
        <SendTest />
      </ContentCard>
      <Card>
        <CardHead isOneBlock title="Remove email">
          Stops all email and deletes the saved password.
        </CardHead>
        <CardContent className="flex">
          <ConfirmedButton action={act("mail/remove")} fields={{}}>
            Remove settings…
          </ConfirmedButton>
        </CardContent>
      </Card>
    </>
  );
}
