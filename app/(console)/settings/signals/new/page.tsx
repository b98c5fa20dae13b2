import type { Metadata } from "next";
import { runtime } from "#app/runtime";
import { requireViewer } from "#app/viewer";
import { PageHeader } from "#components/ui/page-header";
import { RegisterForm } from "./register-form.tsx";

export const metadata: Metadata = { title: "Register a transmitter" };

export default async function RegisterTransmitterPage() {
  await requireViewer("admin");
  return (
    <div className="max-w-2xl">
      <PageHeader
        title="Register a transmitter"
        back={{ href: "/settings/signals", label: "Signals" }}
        description="It pushes security event tokens (RFC 8935) here, signed with RS256 or ES256."
      />
      <RegisterForm audience={runtime().config.origin} />
    </div>
  );
}
