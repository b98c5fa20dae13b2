import type { Metadata } from "next";
import { requireViewer } from "#app/viewer";
import { PageHeader } from "#components/ui/page-header";
import { RegisterForm } from "./register-form.tsx";

export const metadata: Metadata = { title: "Register a tool" };

export default async function RegisterToolPage() {
  await requireViewer("admin");
  return (
    <div className="max-w-2xl">
      <PageHeader
        title="Register a tool"
        back={{ href: "/settings/tools", label: "Tools" }}
        description="Registering the same address again adds a second key, so that keys can be replaced without a gap."
      />
      <RegisterForm />
    </div>
  );
}
