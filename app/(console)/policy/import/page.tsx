import { pageTitle, requireViewer } from "#app/web/open-page";
import { Page } from "#components/ui/page-header";
import { maximumDocumentBytes } from "#lib/policy/file/document";
import { ImportForm } from "./import-form.tsx";

export const metadata = pageTitle("Import policy");

export default async function ImportPage() {
  await requireViewer("admin");
  return (
    <Page
      title="Import policy"
      back={{ href: "/policy", label: "Policy" }}
      description="Replaces the draft with your action types and rules from a file. Nothing goes live until you publish."
      layout="max-w-4xl"
    >
      <ImportForm largestBytes={maximumDocumentBytes} />
    </Page>
  );
}
