import { redirect } from "next/navigation";
import { pageTitle, requireViewer } from "#app/web/open-page";
import { Page } from "#components/ui/page-header";
import { loadPreview } from "../review/load-review.ts";
import { ReplayPanel } from "../review/replay-panel.tsx";

export const metadata = pageTitle("Impact preview");

/** The impact preview as a page: the policy's page shows the same preview as a sheet. */
export default async function PreviewPage() {
  const preview = await loadPreview(await requireViewer("admin"));
  if (!preview) redirect("/policy");
  return (
    <Page title="Impact preview" back={{ href: "/policy", label: "Policy" }}>
      <ReplayPanel {...preview} isAlone />
    </Page>
  );
}
