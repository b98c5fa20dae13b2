import type { Metadata } from "next";
import { runtime } from "#app/process/runtime";
import { requireViewer } from "#app/web/session/viewer";
import { Card, CardContent, CardDescription, CardHeader, CardTitle } from "#components/ui/card";
import { attestationBounds, findAttestationSetting } from "#lib/ownership/attestation/attestation-setting";
import { SettingsHeader } from "../settings-header.tsx";
import { AttestationForm } from "./attestation-form.tsx";

export const metadata: Metadata = { title: "Ownership reviews" };

export default async function OwnersPage() {
  await requireViewer("admin");
  const { days, graceDays } = await findAttestationSetting(runtime().db);
  return (
    <>
      <SettingsHeader isAdmin />
      <Card className="max-w-3xl">
        <CardHeader>
          <CardTitle>Ownership reviews</CardTitle>
          <CardDescription>
            Owners regularly confirm each agent with a passkey. If they don't in time, the agent is
            quarantined and its pending requests are cancelled.
          </CardDescription>
        </CardHeader>
        <CardContent>
          <AttestationForm days={days} graceDays={graceDays} bounds={attestationBounds} />
        </CardContent>
      </Card>
    </>
  );
}
