import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { orNotFound, pageTitle } from "#app/web/open-page";
import { UntrustedText } from "#components/text/untrusted-text";
import { LinkButton } from "#components/ui/button";
import { ContentCard, Fact, Facts } from "#components/ui/card";
import { CodeBlock } from "#components/ui/code-block";
import { Page } from "#components/ui/page-header";
import { findMappingVersion } from "#lib/boundary/mapping/kept/list-mappings";
import { findLiveMapping } from "#lib/boundary/mapping/kept/mapping-for";
import { noMapping, storedDocument } from "#lib/boundary/mapping/kept/read-document";
import { mappingFacts } from "../../../mapping-facts.ts";
import { mappingText } from "../../../mapping-text.ts";
import { loadBoundary } from "../../load-boundary.ts";

type Props = PageProps<"/boundaries/[id]/mapping/[version]">;

async function load(params: Props["params"]) {
  const { id, version } = await params;
  // First: a visitor is told nothing before the sign-in.
  const loaded = await loadBoundary(id);
  if (!/^[1-9]\d{0,8}$/.test(version)) notFound();
  return { ...loaded, boundaryId: id, version: Number(version) };
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { boundary, version } = await load(params);
  return pageTitle(`Mapping version ${version}`, boundary.name);
}

export default async function MappingVersionPage({ params }: Props) {
  const { viewer, db, boundary, boundaryId, version } = await load(params);
  const { name, revokedAt } = boundary;
  const find = (wanted: number) => findMappingVersion(db, { viewer, boundaryId, version: wanted });
  const [saved, before] = [await orNotFound(find(version)), await find(version - 1)];
  const live = await findLiveMapping(db, boundaryId);
  const isEnd = saved.document === noMapping;
  return (
    <Page
      title={`Version ${version}`}
      back={{ href: `/boundaries/${boundaryId}/mapping`, label: `Mapping of ${name}` }}
      layout="grid max-w-4xl gap-4"
    >
      <ContentCard title="Changes">
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
      </ContentCard>
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
    </Page>
  );
}
