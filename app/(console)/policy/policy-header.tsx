import { sheetHref } from "#components/policy/sheet-href.ts";
import { VersionToggle } from "#components/policy/version-toggle";
import { Badge } from "#components/ui/badge";
import { LinkButton } from "#components/ui/button";
import { PageHeader } from "#components/ui/page-header";
import type { DefaultOutcome, Unclassified } from "#lib/policy/language/rule";
import type { Viewer } from "#lib/sessions/session";
import { defaultWords } from "./default-words.ts";
import { PolicyMenu } from "./policy-menu.tsx";

export function PolicyHeader(props: {
  viewer: Viewer;
  version: number;
  policy: { defaultOutcome: DefaultOutcome; unclassified: Unclassified };
  /** Set for a changed draft that the viewer may see. */
  draft: { isShown: boolean } | undefined;
  isEditable: boolean;
}) {
  const { viewer, version, draft } = props;
  return (
    <PageHeader
      title="Policy"
      isList
      isMenu={!props.isEditable}
      className="mb-3 md:mb-4"
      badges={
        draft ? (
          <VersionToggle version={version} isDraftShown={draft.isShown} />
        ) : (
          <Badge variant="primary">Version {version} · Live</Badge>
        )
      }
      description={`When several rules match, the strictest wins. ${defaultWords(props.policy)}`}
    >
      {props.isEditable ? (
        <>
          <LinkButton
            id="new-threshold"
            href={sheetHref("/policy/thresholds/new")}
            scroll={false}
            variant="outline"
          >
            New threshold
          </LinkButton>
          <LinkButton
            id="new-rule"
            href={sheetHref("/policy/draft/rules/new")}
            scroll={false}
            variant="outline"
          >
            New rule
          </LinkButton>
        </>
      ) : null}
      <PolicyMenu
        version={version}
        isDraftShown={draft?.isShown ?? false}
        isAdmin={viewer.roles.includes("admin")}
        isAuditor={viewer.roles.includes("auditor")}
      />
    </PageHeader>
  );
}
