import type { Metadata } from "next";
import { requireViewer } from "#app/viewer";
import { PageHeader } from "#components/ui/page-header";
import { NewConnection } from "./new-connection.tsx";

export const metadata: Metadata = { title: "Add a sign-in connection" };

export default async function NewConnectionPage() {
  await requireViewer("admin");
  return (
    <div className="max-w-2xl">
      <PageHeader
        title="Add a sign-in connection"
        back={{ href: "/settings/sso", label: "Single sign-on" }}
        description="Any OpenID Connect provider. Make a web application there first; the addresses it wants are shown here once the connection exists."
      />
      <NewConnection />
    </div>
  );
}
