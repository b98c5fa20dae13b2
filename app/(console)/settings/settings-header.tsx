import { LinkTabs } from "#components/ui/link-tabs";
import { PageHeader } from "#components/ui/page-header";

const own = [
  { href: "/settings", label: "Account" },
  { href: "/settings/notifications", label: "Notifications" },
  { href: "/settings/sessions", label: "Sessions" },
];

const workspace = [
  { href: "/settings/keys", label: "Signing keys" },
  { href: "/settings/tools", label: "Tools" },
  { href: "/settings/boundaries", label: "Boundaries" },
  { href: "/settings/channels", label: "Channels" },
  { href: "/settings/owners", label: "Ownership reviews" },
  { href: "/settings/sso", label: "Single sign-on" },
  { href: "/settings/publishing", label: "Two admins" },
  { href: "/settings/changes", label: "Proposed changes" },
  { href: "/settings/tokens", label: "Policy tokens" },
  { href: "/settings/provisioning", label: "Directory sync" },
  { href: "/settings/signals", label: "Security events" },
];

/** The head of the settings pages; the workspace's own settings show for admins only. */
export function SettingsHeader({ isAdmin }: { isAdmin: boolean }) {
  return (
    <>
      <PageHeader title="Settings" />
      <LinkTabs label="Settings" tabs={isAdmin ? [...own, ...workspace] : own} />
    </>
  );
}
