import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { runtime } from "#app/process/runtime";
import { orNotFound } from "#app/web/or-not-found";
import { requireViewer } from "#app/web/session/viewer";
import { UntrustedText } from "#components/approval/agent-text/untrusted-text";
import { Card, CardContent, CardHeader, CardTitle } from "#components/ui/card";
import { CodeBlock } from "#components/ui/code-block";
import { Fact, Facts } from "#components/ui/facts";
import { PageHeader } from "#components/ui/page-header";
import { findMappingVersion } from "#lib/boundary/mappings/list-mappings";
import { storedDocument } from "#lib/boundary/mappings/read-document";
import { mappingFacts } from "../../../mapping-facts.ts";
import { mappingText } from "../../../mapping-text.ts";

export const metadata: Metadata = { title: "Mapping version" };

export default async function MappingVersionPage(props: {
  params: Promise<{ id: string; version: string }>;
}) {
  const viewer = await requireViewer("admin");
  const { id: boundaryId, version: written } = await props.params;
  if (!/^[1-9]\d{0,8}$/.test(written)) notFound();
  const version = Number(written);
  const find = (wanted: number) => findMappingVersion(runtime().db, { viewer, boundaryId, version: wanted });
  const [saved, before] = [await orNotFound(find(version)), await find(version - 1)];
  return (
    <>
      <PageHeader
        title={`Version ${version}`}
        back={{ href: `/settings/boundaries/${boundaryId}/mapping`, label: "Mapping" }}
      />
      <div className="grid max-w-4xl gap-4">
        <Card>
          <CardHeader>
            <CardTitle>Changes</CardTitle>
          </CardHeader>
          <CardContent>
            <Facts>
              {mappingFacts(before?.document ?? null, saved.document).map(({ label, value }) => (
                <Fact key={label} name={label}>
                  <span className="whitespace-pre-line font-mono text-[0.8125rem] [overflow-wrap:anywhere]">
                    <UntrustedText text={value} />
                  </span>
                </Fact>
              ))}
              <Fact name="Digest">
                <code className="text-[0.8125rem] [overflow-wrap:anywhere]">{saved.digest}</code>
              </Fact>
            </Facts>
          </CardContent>
        </Card>
        <CodeBlock label="Mapping" text={mappingText(storedDocument(saved.document).rules)} />
      </div>
    </>
  );
}
