import { runtime } from "#app/runtime/runtime";
import { pageTitle, requireViewer } from "#app/web/open-page";
import { FormPage } from "#components/ui/page-header";
import { RegisterForm } from "./register-form.tsx";

export const metadata = pageTitle("Add event source");

export default async function RegisterEventSourcePage() {
  await requireViewer("admin");
  return (
    <FormPage
      title="Add event source"
      back={{ href: "/settings/signals", label: "Security events" }}
      description="Sends security event tokens (RFC 8935), signed with RS256 or ES256."
    >
      <RegisterForm audience={runtime().config.origin} />
    </FormPage>
  );
}
