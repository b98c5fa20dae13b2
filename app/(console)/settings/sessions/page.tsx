import { openPage, pageTitle } from "#app/web/open-page";
import { counted } from "#components/text/plural.ts";
import { Card, CardContent, CardHead } from "#components/ui/card";
import { PageHeader } from "#components/ui/page-header";
import { listSessions } from "#lib/sessions/list-sessions";
import { phoneSessionBounds } from "#lib/sessions/phone-sessions";
import { findPhoneSessionDays } from "#lib/workspace/phone-session-days";
import { OwnSessions } from "./own-sessions.tsx";
import { PhoneSessionsForm } from "./phone-sessions-form.tsx";

export const metadata = pageTitle("Sessions");

export default async function SessionsPage() {
  const { viewer, db, now } = await openPage();
  const [sessions, days] = await Promise.all([
    listSessions(db, viewer.personId, now),
    findPhoneSessionDays(db),
  ]);
  const isAdmin = viewer.roles.includes("admin");
  return (
    <>
      <PageHeader title="Sessions" />
      <div className="grid max-w-3xl gap-4">
        <Card>
          <CardHead title="Your sessions">
            {days > 0
              ? `Sessions end after 12 hours, or after ${counted(days, "day")} without use on a device you stay signed in on.`
              : "Sessions end after 12 hours."}
          </CardHead>
          <OwnSessions sessions={sessions} current={viewer.sessionHash} now={now} />
        </Card>
        {isAdmin ? (
          <Card>
            <CardHead title="Phone sessions">
              How long people stay signed in on a device they choose. Approving always takes a passkey, and
              pages for admins and auditors take a sign-in every 12 hours.
            </CardHead>
            <CardContent>
              <PhoneSessionsForm days={days} bounds={phoneSessionBounds} />
            </CardContent>
          </Card>
        ) : null}
      </div>
    </>
  );
}
