const sessions = "lib/sessions/session.test.ts";

export default [
  {
    name: "session-expires",
    invariant: 14,
    file: "lib/sessions/session.ts",
    find: "        gt(sessions.expires, now),\n        eq(people.status",
    replace: "        now ? undefined : gt(sessions.expires, now),\n        eq(people.status",
    tests: [sessions],
  },
  {
    name: "session-of-an-active-person",
    invariant: 8,
    file: "lib/sessions/session.ts",
    find: '        eq(people.status, "active"),\n',
    replace: "",
    tests: [sessions],
  },
  {
    name: "required-role",
    invariant: 14,
    file: "lib/sessions/require-role.ts",
    find: "if (roles.some((role) => viewer.roles.includes(role))) return;",
    replace: "if (roles.some((role) => viewer.roles.includes(role)) || roles.length > 0) return;",
    tests: ["lib/membership/change-roles.test.ts", "lib/publishing/publish-draft.test.ts"],
  },
];
