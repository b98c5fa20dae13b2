import { openPage, pageTitle } from "#app/web/open-page";
import { ContentCard } from "#components/ui/card";
import { Page } from "#components/ui/page-header";
import { findEnvironment, longestEnvironment } from "#lib/workspace/environment";
import { ProposedChanges } from "../../proposed-changes.tsx";
import { EnvironmentForm } from "./environment-form.tsx";

export const metadata = pageTitle("Environment");

export default async function EnvironmentPage() {
  const { viewer, db, now } = await openPage("admin");
  const { label = "", color = "red" } = (await findEnvironment(db)) ?? {};
  return (
    <Page
      title="Environment"
      description="Where this workspace's agents act. Every page, message and signed approval names it, so that no one approves in the wrong one."
    >
      <div className="max-w-3xl">
        <ProposedChanges viewer={viewer} about={["workspace.environment"]} now={now} />
      </div>
      <ContentCard className="max-w-3xl" layout="pt-4">
        <EnvironmentForm key={`${label} ${color}`} label={label} color={color} longest={longestEnvironment} />
      </ContentCard>
    </Page>
  );
}
