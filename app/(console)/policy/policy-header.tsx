import { sheetHref } from "#components/policy/sheet-href.ts";
import { Badge } from "#components/ui/badge";
import { LinkButton } from "#components/ui/button";
import { cn } from "#components/ui/cn.ts";
import { Icon } from "#components/ui/icon";
import { Link } from "#components/ui/link";
import { Menu, MenuLink } from "#components/ui/menu";
import { PageHeader } from "#components/ui/page-header";
import type { DefaultOutcome, Unclassified } from "#lib/policy/language/rule";
import type { Viewer } from "#lib/sessions/session";
import { defaultWords } from "./default-words.ts";

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

function PolicyMenu(props: { version: number; isDraftShown: boolean; isAdmin: boolean; isAuditor: boolean }) {
  const { version, isDraftShown, isAdmin } = props;
  return (
    <Menu label="Actions for the policy">
      <MenuLink href={isDraftShown ? "/policy/cedar?of=draft" : "/policy/cedar"}>
        <Icon name="file-code" />
        View as Cedar
      </MenuLink>
      {isAdmin || props.isAuditor ? (
        <MenuLink href="/api/policy/file" isDownload>
          <Icon name="download" />
          Export version {version}
        </MenuLink>
      ) : null}
      {isAdmin ? (
        <>
          <MenuLink href="/policy/import">
            <Icon name="upload" />
            Import file
          </MenuLink>
          <MenuLink href="/settings/tokens">
            <Icon name="key" />
            Policy tokens
          </MenuLink>
        </>
      ) : null}
    </Menu>
  );
}

/** Which policy the page shows: the live version or the draft. Each has an address. */
function VersionToggle(props: { version: number; isDraftShown: boolean }) {
  const choices = [
    { href: "/policy?view=live", label: `Version ${props.version} · Live`, isCurrent: !props.isDraftShown },
    { href: "/policy", label: "Draft", isCurrent: props.isDraftShown },
  ];
  return (
    <nav aria-label="Shown policy" className="inline-flex gap-0.5 rounded-md border bg-muted p-0.5">
      {choices.map(({ href, label, isCurrent }) => (
        <Link
          key={href}
          href={href}
          scroll={false}
          aria-current={isCurrent ? "true" : undefined}
          className={cn(
            "inline-flex min-h-11 items-center rounded-sm px-3 font-medium text-sm fine:min-h-8",
            isCurrent
              ? "bg-card text-foreground ring-1 ring-input"
              : "text-muted-foreground hover:text-foreground",
          )}
        >
          {label}
        </Link>
      ))}
    </nav>
  );
}
