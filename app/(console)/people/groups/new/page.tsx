import { approverChoices } from "#app/web/forms/person-options";
import { pageTitle, requireViewer } from "#app/web/open-page";
import { FormPage } from "#components/ui/page-header";
import { NewGroup } from "./new-group.tsx";

export const metadata = pageTitle("New group");

export default async function NewGroupPage() {
  await requireViewer("admin");
  const people = await approverChoices();
  return (
    <FormPage
      title="New group"
      back={{ href: "/people/groups", label: "Groups" }}
      description="Groups don't grant access on their own. Policy rules decide what a group can approve."
      isNarrow
    >
      <NewGroup people={people} />
    </FormPage>
  );
}
