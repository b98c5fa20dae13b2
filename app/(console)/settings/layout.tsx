import type { ReactNode } from "react";
import { currentViewer } from "#app/web/open-page";
import { sectionGroups } from "#components/settings/sections.ts";
import { SettingsNav } from "#components/settings/settings-nav";

/** The list of sections beside each page of the settings. The pages authorize themselves. */
export default async function SettingsLayout({ children }: { children: ReactNode }) {
  const viewer = await currentViewer();
  if (!viewer) return children;
  return (
    <div className="lg:flex lg:items-start lg:gap-10">
      <SettingsNav groups={sectionGroups({ isAdmin: viewer.roles.includes("admin") })} />
      <div id="section" tabIndex={-1} className="min-w-0 flex-1 scroll-mt-20 outline-none">
        {children}
      </div>
    </div>
  );
}
