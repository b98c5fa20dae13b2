import { notFound } from "next/navigation";
import { openPage, orNotFound, pageTitle, requireViewer } from "#app/web/open-page";
import { singleValues } from "#app/web/query/search-params";
import { Alert } from "#components/ui/alert";
import { CodeBlock } from "#components/ui/code-block";
import { Icon } from "#components/ui/icon";
import { TextLink } from "#components/ui/link";
import { Page } from "#components/ui/page-header";
import { TabList } from "#components/ui/tab-list";
import { policyAsCedar } from "#lib/policy/checks/policy-as-cedar";
import { readDraft } from "#lib/policy/drafts/draft";
import { findVersion, versionInForce } from "#lib/policy/versions/versions";

export const metadata = pageTitle("Policy in Cedar");

/** The Cedar source of the live version, an earlier version (`?version=3`) or the draft (`?of=draft`). */
export default async function CedarPage(props: PageProps<"/policy/cedar">) {
  const { viewer, db } = await openPage();
  const { version: text, of } = singleValues(await props.searchParams);
  const isDraft = of === "draft";
  if (isDraft) await requireViewer("admin");
  if (text !== undefined && !/^[1-9]\d{0,8}$/.test(text)) notFound();
  const inForce = await versionInForce(db);
  const version = text === undefined ? inForce : await orNotFound(findVersion(db, Number(text)));
  const { rules, catalog } = isDraft ? await readDraft(db) : version;
  const { policies, schema, faults } = policyAsCedar(rules, catalog);
  const what = isDraft ? "the draft" : `version ${version.version}`;
  return (
    <Page
      title="Policy in Cedar"
      back={{ href: "/policy", label: "Policy" }}
      description={`The exact Cedar policies evaluated for ${what}. Read-only, generated from your rules.`}
    >
      {viewer.roles.includes("admin") ? (
        <TabList
          label="Policy version"
          className="mb-5"
          tabs={[
            {
              href: text ? `/policy/cedar?version=${text}` : "/policy/cedar",
              label: `Version ${version.version}`,
              isCurrent: !isDraft,
            },
            { href: "/policy/cedar?of=draft", label: "Draft", isCurrent: isDraft },
          ]}
        />
      ) : null}
      <div className="grid gap-5">
        {faults.length === 0 ? (
          <Alert variant="success" title="No Cedar validation errors" />
        ) : (
          <Alert variant="danger" title="Cedar validation errors">
            <ul className="grid list-disc gap-1 pl-5">
              {faults.map(({ ruleId, path, message }) => (
                <li key={`${ruleId} ${path} ${message}`}>
                  {isDraft && ruleId ? (
                    <TextLink href={`/policy/draft/rules/${ruleId}`}>{ruleId}</TextLink>
                  ) : (
                    ruleId
                  )}
                  {`: ${message}`}
                </li>
              ))}
            </ul>
          </Alert>
        )}
        <CodeBlock label={`Policies of ${what}`} text={policies} />
        <details className="group">
          <summary className="-ml-1 inline-flex min-h-11 w-fit cursor-pointer items-center gap-1 rounded-sm pr-2 font-medium fine:min-h-8">
            <Icon name="chevron-right" className="transition-transform group-open:rotate-90" />
            Schema
          </summary>
          <CodeBlock label="Schema used for validation" text={schema} className="mt-1" />
        </details>
      </div>
    </Page>
  );
}
