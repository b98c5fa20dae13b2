import { pageTitle, requireViewer } from "#app/web/open-page";
import { FormPage } from "#components/ui/page-header";
import { RegisterForm } from "./register-form.tsx";

export const metadata = pageTitle("Register tool");

export default async function RegisterToolPage() {
  await requireViewer("admin");
  return (
    <FormPage
      title="Register tool"
      back={{ href: "/settings/tools", label: "Tools" }}
      description="To rotate a tool's key, register the same address again with a new key."
    >
      <RegisterForm />
    </FormPage>
  );
}
