import { runtime } from "#app/runtime/runtime";
import { pageTitle, requireViewer } from "#app/web/open-page";
import { ContentCard } from "#components/ui/card";
import { Page } from "#components/ui/page-header";
import { attestationBounds, findAttestationSetting } from "#lib/ownership/attestation-setting";
import { AttestationForm } from "./attestation-form.tsx";

export const metadata = pageTitle("Ownership reviews");

export default async function OwnersPage() {
  await requireViewer("admin");
  const { days, graceDays } = await findAttestationSetting(runtime().db);
  return (
    <Page
      title="Ownership reviews"
      description="Owners regularly confirm each agent with a passkey. If they don't in time, the agent is quarantined and its pending requests are cancelled."
    >
      <ContentCard className="max-w-3xl" layout="pt-4">
        <AttestationForm days={days} graceDays={graceDays} bounds={attestationBounds} />
      </ContentCard>
    </Page>
  );
}
