import type { Metadata } from "next";
import { cache } from "react";
import { z } from "zod";
import { runtime } from "#app/runtime/runtime";
import { openPage, orNotFound, pageTitle, requireViewer } from "#app/web/open-page";
import { Input, PlainField } from "#components/forms/field";
import { DifferenceList } from "#components/policy/difference-list";
import { counted } from "#components/text/plural.ts";
import { Button } from "#components/ui/button";
import { Card, CardHead, ContentCard } from "#components/ui/card";
import { Page } from "#components/ui/page-header";
import { currentPolicyVersion } from "#lib/policy/engine/load";
import { comparePolicies } from "#lib/policy/versions/compare";
import { findVersion } from "#lib/policy/versions/versions";
import { differenceView } from "../../difference-view.ts";
import { policyWords } from "../../policy-view.ts";

const number = z.coerce.number().int().min(1).max(2_147_483_647).optional().catch(undefined);
const querySchema = z.object({ from: number, to: number });

type Props = PageProps<"/policy/versions/compare">;

const newestVersion = cache(() => currentPolicyVersion(runtime().db));

/** The versions of the address. By default the newest version and its predecessor. */
async function versionsOf({ searchParams }: Props) {
  const query = querySchema.parse(await searchParams);
  const newest = await newestVersion();
  const to = query.to ?? newest;
  return { from: query.from ?? Math.max(1, to - 1), to, newest };
}

export async function generateMetadata(props: Props): Promise<Metadata> {
  await requireViewer();
  const { from, to } = await versionsOf(props);
  return pageTitle("Compare versions", from === to ? undefined : `Version ${from} → version ${to}`);
}

export default async function ComparePage(props: Props) {
  const { viewer, db } = await openPage();
  const { from, to, newest } = await versionsOf(props);
  const [before, after] = await Promise.all([
    orNotFound(findVersion(db, from)),
    orNotFound(findVersion(db, to)),
  ]);
  // A type's title comes from the version that has the type.
  const words = await policyWords(viewer, before, after);
  const difference = differenceView(comparePolicies(before, after), { before, after }, words);
  return (
    <Page
      title={from === to ? "Compare versions" : `Version ${from} → version ${to}`}
      back={{ href: "/policy/versions", label: "Version history" }}
      description={from === to ? undefined : `What changed from version ${from} to version ${to}.`}
      layout="grid gap-4"
    >
      {newest > 1 ? (
        <ContentCard layout="pt-4">
          <form method="get" className="flex flex-wrap items-end gap-3">
            <PlainField label="From" className="w-32">
              <Input name="from" type="number" min={1} max={newest} defaultValue={from} required />
            </PlainField>
            <PlainField label="To" className="w-32">
              <Input name="to" type="number" min={1} max={newest} defaultValue={to} required />
            </PlainField>
            <Button type="submit" variant="outline">
              Compare
            </Button>
          </form>
        </ContentCard>
      ) : null}
      <Card>
        <CardHead
          title={
            from === to
              ? sameVersion(from, newest)
              : difference.count === 0
                ? "These versions are identical"
                : counted(difference.count, "change")
          }
        />
        {difference.count > 0 ? (
          <div className="border-t">
            <DifferenceList difference={difference} />
          </div>
        ) : null}
      </Card>
    </Page>
  );
}

function sameVersion(version: number, newest: number): string {
  if (newest === 1) return "Version 1 is the only version so far";
  return `Both are version ${version}. Choose two different versions.`;
}
