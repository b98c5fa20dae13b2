import { pageTitle, requireViewer } from "#app/web/open-page";
import { FormPage } from "#components/ui/page-header";
import { NewConnection } from "../connection-form.tsx";

export const metadata = pageTitle("Add SSO connection");

export default async function NewConnectionPage() {
  await requireViewer("admin");
  return (
    <FormPage
      title="Add SSO connection"
      back={{ href: "/settings/sso", label: "Single sign-on" }}
      description="Works with any OpenID Connect provider. Create a web application there first. You'll get the redirect URI after saving."
    >
      <NewConnection />
    </FormPage>
  );
}
