import type { Metadata } from "next";
import { runtime } from "#app/runtime";
import { requireViewer } from "#app/viewer";
import { PageHeader } from "#components/ui/page-header";
import { listApprovers } from "#lib/directory/list-people";
import { NewGroup } from "./new-group.tsx";

export const metadata: Metadata = { title: "New group" };

export default async function NewGroupPage() {
  await requireViewer("admin");
  const people = await listApprovers(runtime().db);
  return (
    <div className="max-w-xl">
      <PageHeader
        title="New group"
        back={{ href: "/people/groups", label: "Groups" }}
        description="Being in a group gives nobody anything by itself: the policy's rules say what a group approves."
      />
      <NewGroup people={people} />
    </div>
  );
}
