import { pageTitle, requireViewer } from "#app/web/open-page";
import { FormPage } from "#components/ui/page-header";
import { IssueForm } from "./issue-form.tsx";

export const metadata = pageTitle("Create SCIM token");

export default async function IssueTokenPage() {
  await requireViewer("admin");
  return (
    <FormPage
      title="Create SCIM token"
      back={{ href: "/settings/provisioning", label: "Directory sync" }}
      description="Use a separate token for each directory so you can revoke them individually. To rotate, create the new token before revoking the old one."
    >
      <IssueForm />
    </FormPage>
  );
}
