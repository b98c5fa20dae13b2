import { cookies } from "next/headers";
import type { ReactNode } from "react";
import { runtime } from "#app/runtime/runtime";
import { currentViewer } from "#app/web/open-page";
import { AppShell } from "#components/shell/app-shell";
import { ExtrasLater } from "#components/shell/extras-later";
import { navigationFor } from "#components/shell/navigation.ts";
import { ProgressLine } from "#components/shell/progress-line";
import { readTheme, themeCookie } from "#components/shell/theme.ts";
import { Alert } from "#components/ui/alert";
import { TextLink } from "#components/ui/link";
import { findFreeze } from "#lib/callers/freeze";
import { listNotices } from "#lib/notices/list-notices";
import { findDuties } from "#lib/ownership/find-duties";
import { findWorkspace } from "#lib/workspace/find-workspace";

import { Notices, summaryOf } from "./notices.tsx";

/** Only the frame: each page authorizes itself. Without a viewer the page is about to redirect. */
export default async function ConsoleLayout({ children }: { children: ReactNode }) {
  const viewer = await currentViewer();
  if (!viewer) return children;
  const { db, clock } = runtime();
  const now = clock();
  const { personId } = viewer;
  const [workspace, freeze, unseen, duties] = await Promise.all([
    findWorkspace(db),
    findFreeze(db),
    listNotices(db, { personId, now }),
    findDuties(db, { viewer, now }),
  ]);
  return (
    <AppShell
      workspace={workspace?.name ?? "Countersign"}
      person={{ name: viewer.name, roles: viewer.roles }}
      items={navigationFor([...viewer.roles, ...(viewer.withheldRoles ?? [])])}
      bell={{ personId, ...summaryOf({ unseen, duties }) }}
      theme={readTheme((await cookies()).get(themeCookie)?.value)}
    >
      <ProgressLine />
      {freeze ? (
        <Alert variant="danger" title="All agents are frozen" className="mb-4">
          Frozen by {freeze.by}. <TextLink href="/freeze">View freeze</TextLink>
        </Alert>
      ) : null}
      <Notices unseen={unseen} duties={duties} now={now} />
      <ExtrasLater pageId="page" />
      <div id="page" className="contents">
        {children}
      </div>
    </AppShell>
  );
}
