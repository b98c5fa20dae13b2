/** A page of the settings. */
export interface Section {
  href: string;
  label: string;
}

export interface SectionGroup {
  label: string;
  sections: Section[];
}

const account: SectionGroup = {
  label: "Account",
  sections: [
    { href: "/settings", label: "Profile and passkeys" },
    { href: "/settings/notifications", label: "Notifications" },
    { href: "/settings/sessions", label: "Sessions" },
  ],
};

const groups: SectionGroup[] = [
  account,
  {
    label: "Workspace",
    sections: [
      { href: "/settings/owners", label: "Ownership reviews" },
      { href: "/settings/environment", label: "Environment" },
      { href: "/settings/publishing", label: "Two-admin approval" },
      { href: "/settings/changes", label: "Proposed changes" },
      { href: "/channels", label: "Channels" },
      { href: "/requests/break-glass", label: "Break-glass reviews" },
    ],
  },
  {
    label: "Identity",
    sections: [
      { href: "/settings/sso", label: "Single sign-on" },
      { href: "/settings/provisioning", label: "Directory sync" },
      { href: "/settings/signals", label: "Security events" },
    ],
  },
  {
    label: "Developers",
    sections: [
      { href: "/settings/tools", label: "Tools" },
      { href: "/boundaries", label: "Boundaries" },
      { href: "/settings/tokens", label: "Policy tokens" },
      { href: "/settings/keys", label: "Signing keys" },
      { href: "/docs", label: "API reference" },
    ],
  },
];

/** The settings of a person: those of the workspace are the admins'. */
export function sectionGroups({ isAdmin }: { isAdmin: boolean }): SectionGroup[] {
  return isAdmin ? groups : [account];
}

/** The section of a page: the page itself, or a page above. */
export function sectionOf(path: string, from: SectionGroup[]): Section | undefined {
  const sections = from.flatMap((group) => group.sections);
  const above = sections.filter(({ href }) => href !== "/settings" && path.startsWith(`${href}/`));
  return sections.find(({ href }) => href === path) ?? above[0];
}
