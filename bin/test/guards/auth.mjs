const sessions = "lib/auth/session.test.ts";

export default [
  {
    name: "session-expires",
    invariant: 14,
    file: "lib/auth/session.ts",
    find: "        gt(sessions.expires, now),\n        eq(people.status",
    replace: "        now ? undefined : gt(sessions.expires, now),\n        eq(people.status",
    tests: [sessions],
  },
  {
    name: "session-of-an-active-person",
    invariant: 8,
    file: "lib/auth/session.ts",
    find: '        eq(people.status, "active"),\n',
    replace: "",
    tests: [sessions],
  },
  {
    name: "required-role",
    invariant: 14,
    file: "lib/auth/require-role.ts",
    find: "if (roles.some((role) => viewer.roles.includes(role))) return;",
    replace: "if (roles.some((role) => viewer.roles.includes(role)) || roles.length > 0) return;",
    tests: ["lib/directory/change-roles.test.ts", "lib/policy/publish-draft.test.ts"],
  },
];
