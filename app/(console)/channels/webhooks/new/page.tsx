import { pageTitle, requireViewer } from "#app/web/open-page";
import { FormPage } from "#components/ui/page-header";
import { listChoices } from "../list-choices.ts";
import { RegisterForm } from "./register-form.tsx";

export const metadata = pageTitle("Add endpoint");

export default async function NewEndpointPage() {
  await requireViewer("admin");
  return (
    <FormPage
      title="Add endpoint"
      back={{ href: "/channels/webhooks", label: "Webhooks" }}
      description="A program that receives signed events about all agents."
    >
      <RegisterForm choices={listChoices()} />
    </FormPage>
  );
}
