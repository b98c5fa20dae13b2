import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { cache } from "react";
import { runtime } from "#app/runtime/runtime";
import { openPage, orNotFound, pageTitle } from "#app/web/open-page";
import { UntrustedText } from "#components/text/untrusted-text";
import { LinkButton } from "#components/ui/button";
import { Card, CardContent, CardHead, Fact, Facts } from "#components/ui/card";
import { CodeBlock } from "#components/ui/code-block";
import { PageHeader } from "#components/ui/page-header";
import { findMappingVersion } from "#lib/boundary/mapping/kept/list-mappings";
import { findLiveMapping } from "#lib/boundary/mapping/kept/mapping-for";
import { noMapping, storedDocument } from "#lib/boundary/mapping/kept/read-document";
import { findBoundary } from "#lib/boundary/registry/list-boundaries";
import { mappingFacts } from "../../../mapping-facts.ts";
import { mappingText } from "../../../mapping-text.ts";

type Props = PageProps<"/boundaries/[id]/mapping/[version]">;

/** Read once for the title and the page. */
const load = cache(async (boundaryId: string, written: string) => {
  const { viewer, db, now } = await openPage("admin");
  if (!/^[1-9]\d{0,8}$/.test(written)) notFound();
  const boundary = await orNotFound(findBoundary(db, { viewer, boundaryId, now }));
  return { viewer, boundary, version: Number(written) };
});

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { id, version: written } = await params;
  const { boundary, version } = await load(id, written);
  return pageTitle(`Mapping version ${version}`, boundary.name);
}

export default async function MappingVersionPage({ params }: Props) {
  const { id: boundaryId, version: written } = await params;
  const { viewer, boundary, version } = await load(boundaryId, written);
  const { name, revokedAt } = boundary;
  const { db } = runtime();
  const find = (wanted: number) => findMappingVersion(db, { viewer, boundaryId, version: wanted });
  const [saved, before] = [await orNotFound(find(version)), await find(version - 1)];
  const live = await findLiveMapping(db, boundaryId);
  const isEnd = saved.document === noMapping;
  return (
    <>
      <PageHeader
        title={`Version ${version}`}
        back={{ href: `/boundaries/${boundaryId}/mapping`, label: `Mapping of ${name}` }}
      />
      <div className="grid max-w-4xl gap-4">
        <Card>
          <CardHead title="Changes" />
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
        {isEnd ? (
          <p className="text-muted-foreground">
            This version ended the mapping in Countersign. The boundary uses its own file, or default types.
          </p>
        ) : (
          <CodeBlock label="Mapping" text={mappingText(storedDocument(saved.document).rules)} />
        )}
        {isEnd || revokedAt || live?.version === version ? null : (
          <div>
            <LinkButton href={`/boundaries/${boundaryId}/mapping?restore=${version}`} variant="outline">
              Restore
            </LinkButton>
          </div>
        )}
      </div>
    </>
  );
}
