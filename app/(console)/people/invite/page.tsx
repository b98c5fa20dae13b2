import { pageTitle, requireViewer } from "#app/web/open-page";
import { FormPage } from "#components/ui/page-header";
import { InviteForm } from "./invite-form.tsx";

export const metadata = pageTitle("Invite person");

export default async function InvitePage() {
  await requireViewer("admin");
  return (
    <FormPage
      title="Invite person"
      back={{ href: "/people", label: "People" }}
      description="You'll get a one-time link to send them. They use it to create a passkey."
      isNarrow
    >
      <InviteForm />
    </FormPage>
  );
}
