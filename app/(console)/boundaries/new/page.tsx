import { runtime } from "#app/runtime/runtime";
import { pageTitle, requireViewer } from "#app/web/open-page";
import { FormPage } from "#components/ui/page-header";
import { CreateForm } from "./create-form.tsx";

export const metadata = pageTitle("Create boundary");

export default async function CreateBoundaryPage() {
  await requireViewer("admin");
  return (
    <FormPage
      title="Create boundary"
      back={{ href: "/boundaries", label: "Boundaries" }}
      description="You get a one-time code. The boundary enrolls its own key with it."
    >
      <CreateForm origin={runtime().config.origin} />
    </FormPage>
  );
}
