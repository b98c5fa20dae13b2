import { act } from "#app/(console)/acts/act";
import { pageTitle, requireViewer } from "#app/web/open-page";
import { SendTestRequest } from "#components/queue/send-test-request";
import { FormPage } from "#components/ui/page-header";
import { maySendTest } from "#lib/requests/send-test-request";

export const metadata = pageTitle("Test request");

/** For search: the button of the first steps after the first steps are hidden. */
export default async function TestRequestPage() {
  const viewer = await requireViewer("admin");
  return (
    <FormPage
      title="Test request"
      back={{ href: "/queue", label: "Requests" }}
      description="You get a request from a test agent and decide it. Nothing is executed and no one else is notified."
    >
      {maySendTest(viewer) ? (
        <SendTestRequest action={act("request/test")} />
      ) : (
        <p>You need the Approver role to decide a test request. Another admin can give it to you.</p>
      )}
    </FormPage>
  );
}
