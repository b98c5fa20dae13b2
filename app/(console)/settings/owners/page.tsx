import type { Metadata } from "next";
import { runtime } from "#app/runtime";
import { requireViewer } from "#app/viewer";
import { Card, CardContent, CardDescription, CardHeader, CardTitle } from "#components/ui/card";
import { attestationBounds, findAttestationSetting } from "#lib/ownership/attestation-setting";
import { SettingsHeader } from "../settings-header.tsx";
import { AttestationForm } from "./attestation-form.tsx";

export const metadata: Metadata = { title: "Owners" };

export default async function OwnersPage() {
  await requireViewer("admin");
  const { days, graceDays } = await findAttestationSetting(runtime().db);
  return (
    <>
      <SettingsHeader isAdmin />
      <Card className="max-w-3xl">
        <CardHeader>
          <CardTitle>Confirming ownership</CardTitle>
          <CardDescription>
            Owners confirm from time to time, with a passkey, that they still answer for each of their agents.
            An agent that nobody confirms stops: it is quarantined, and what it has waiting is cancelled.
          </CardDescription>
        </CardHeader>
        <CardContent>
          <AttestationForm days={days} graceDays={graceDays} bounds={attestationBounds} />
        </CardContent>
      </Card>
    </>
  );
}
