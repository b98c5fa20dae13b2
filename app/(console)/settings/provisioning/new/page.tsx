import type { Metadata } from "next";
import { requireViewer } from "#app/viewer";
import { PageHeader } from "#components/ui/page-header";
import { IssueForm } from "./issue-form.tsx";

export const metadata: Metadata = { title: "Issue a provisioning token" };

export default async function IssueTokenPage() {
  await requireViewer("admin");
  return (
    <div className="max-w-2xl">
      <PageHeader
        title="Issue a provisioning token"
        back={{ href: "/settings/provisioning", label: "Provisioning" }}
        description="One for each directory, so that each can be revoked alone. To replace one, issue the next first."
      />
      <IssueForm />
    </div>
  );
}
