import type { Metadata } from "next";
import { requireViewer } from "#app/viewer";
import { PageHeader } from "#components/ui/page-header";
import { maximumDocumentBytes } from "#lib/policy/document-json";
import { ImportForm } from "./import-form.tsx";

export const metadata: Metadata = { title: "Import a policy file" };

export default async function ImportPage() {
  await requireViewer("admin");
  return (
    <>
      <PageHeader
        title="Import a policy file"
        back={{ href: "/policy", label: "Policy" }}
        description="The action catalogue and all rules, in one file. It goes into the draft, whole or not at all; nothing changes until the draft is published."
      />
      <div className="max-w-4xl">
        <ImportForm largestBytes={maximumDocumentBytes} />
      </div>
    </>
  );
}
