import type { Metadata } from "next";
import { requireViewer } from "#app/viewer";
import { PageHeader } from "#components/ui/page-header";
import { InviteForm } from "./invite-form.tsx";

export const metadata: Metadata = { title: "Invite a person" };

export default async function InvitePage() {
  await requireViewer("admin");
  return (
    <div className="max-w-xl">
      <PageHeader
        title="Invite a person"
        back={{ href: "/people", label: "People" }}
        description="You get a one-time link to send them. With it they make a passkey; until then they cannot do anything."
      />
      <InviteForm />
    </div>
  );
}
