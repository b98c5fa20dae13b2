import type { Metadata } from "next";
import { approverChoices } from "#app/choices";
import { requireViewer } from "#app/viewer";
import { PageHeader } from "#components/ui/page-header";
import { NewGroup } from "./new-group.tsx";

export const metadata: Metadata = { title: "New group" };

export default async function NewGroupPage() {
  await requireViewer("admin");
  const { options, source } = await approverChoices();
  return (
    <div className="max-w-xl">
      <PageHeader
        title="New group"
        back={{ href: "/people/groups", label: "Groups" }}
        description="Being in a group gives nobody anything by itself: the policy's rules say what a group approves."
      />
      {source ? (
        <p className="mb-5 text-muted-foreground">
          There are too many approvers to list: make the group, then find its members on its page.
        </p>
      ) : null}
      <NewGroup people={options} />
    </div>
  );
}
